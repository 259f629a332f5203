import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MonitorProcess } from '../../support/a-monitor-process.ts';
import { memoryMiB } from './process-figures.ts';
import { type Sample, slopePerMinute } from './slope.ts';

/** How a process grew while it was watched. */
export type Growth = {
  /** Memory, MiB a minute. */
  readonly slope: number;
  /** Open files. */
  readonly handles: { readonly first: number; readonly last: number };
};

/** Follows the memory of a process, from `warmUpMs` on, and its open files. */
export function watchProcess(monitor: MonitorProcess, warmUpMs: number): { stop(): Promise<Growth> } {
  const handlesNow = () => readdirSync(`/proc/${monitor.process.pid}/fd`).length;
  const first = handlesNow();
  const samples: Sample[] = [];
  const ending = new AbortController();
  const watching = (async () => {
    const startedAt = performance.now();
    while (!ending.signal.aborted) {
      const at = performance.now();
      if (at - startedAt >= warmUpMs) samples.push({ at, value: memoryMiB(monitor) });
      await sleep(1_000, undefined, { signal: ending.signal }).catch(() => {}); // only an abort rejects
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await watching;
      return { slope: slopePerMinute(samples), handles: { first, last: handlesNow() } };
    },
  };
}
