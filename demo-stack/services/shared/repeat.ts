import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `task` every `everyMs` until `signal` aborts. A slow task delays the next; it never overlaps it. */
export async function repeat(task: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await task();
    await sleep(everyMs, undefined, { signal }).catch(() => {}); // only an abort rejects
  }
}
