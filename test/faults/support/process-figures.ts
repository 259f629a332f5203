import { readFileSync } from 'node:fs';
import type { MonitorProcess } from '../../support/a-monitor-process.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Memory of the process just now, from Linux's `/proc`. */
export function memoryMiB({ process }: MonitorProcess): number {
  return figure(process.pid, 'VmRSS');
}

/** The most memory that the process ever had. */
export function peakMemoryMiB({ process }: MonitorProcess): number {
  return figure(process.pid, 'VmHWM');
}

function figure(pid: number | undefined, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024;
}

/** Figures of `--stats-every`. */
export type Stats = {
  readonly records: number;
  readonly errors: number;
  readonly recordsPerSecond: number;
  readonly deadLetters: number;
  readonly lag: string;
  readonly partitions: number;
  readonly rebalances: number;
};

/** All lines of figures that the monitor has printed. */
export function statsOf(monitor: MonitorProcess): readonly Stats[] {
  const lines = monitor.stdout().split('\n').slice(0, -1); // the last one may not be whole
  return lines.filter((line) => line.startsWith('{"v":1,"type":"stats"')).map((line) => JSON.parse(line));
}

/** The next line of figures that the monitor prints. */
export async function lastStats(monitor: MonitorProcess): Promise<Stats> {
  const before = statsOf(monitor).length;
  await waitFor('a line of figures', () => statsOf(monitor).length > before);
  const last = statsOf(monitor).at(-1);
  if (last === undefined) throw new Error('there is no line of figures');
  return last;
}
