import { setTimeout as sleep } from 'node:timers/promises';
import { type Usage, usageOf } from '../usage.ts';

/** CPU time of a process over `ms`, as a share of one core. */
export async function cpuShare(pid: number, ms: number): Promise<number> {
  const start = performance.now();
  const before = usageOf(pid).cpuSeconds;
  await sleep(ms);
  return (usageOf(pid).cpuSeconds - before) / ((performance.now() - start) / 1_000);
}

/** Memory of a process, taken every `everyMs` until `signal` aborts. */
export async function memoryOverTime(
  pid: number,
  everyMs: number,
  signal: AbortSignal,
): Promise<readonly (Usage & { readonly minute: number })[]> {
  const found: (Usage & { readonly minute: number })[] = [];
  const start = performance.now();
  while (!signal.aborted) {
    found.push({ minute: (performance.now() - start) / 60_000, ...usageOf(pid) });
    await sleep(everyMs, undefined, { signal }).catch(() => {}); // only an abort rejects
  }
  return found;
}

/** Growth of a figure over time, by least squares; `points` are [time, figure]. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(([time]) => time));
  const y = mean(points.map(([, figure]) => figure));
  const spread = points.reduce((sum, [time]) => sum + (time - x) ** 2, 0);
  return points.reduce((sum, [time, figure]) => sum + (time - x) * (figure - y), 0) / spread;
}

/** Resolves when `text` has come; what to do with each piece is `read`. */
export function createWatcher() {
  let seen = '';
  let wanted: { readonly text: string; readonly resolve: () => void } | undefined;
  return {
    read(text: string): void {
      if (wanted === undefined) return;
      seen = (seen + text).slice(-20_000);
      if (!seen.includes(wanted.text)) return;
      wanted.resolve();
      wanted = undefined;
    },
    async shows(text: string): Promise<void> {
      seen = '';
      const shown = new Promise<void>((resolve) => {
        wanted = { text, resolve };
      });
      const giveUp = new AbortController();
      const late = sleep(15_000, 'late', { signal: giveUp.signal }).catch(() => undefined);
      const outcome = await Promise.race([shown, late]);
      giveUp.abort();
      if (outcome === 'late') throw new Error(`"${text}" did not appear within 15 s`);
    },
  };
}
