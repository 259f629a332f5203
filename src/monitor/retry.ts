import { setTimeout as sleep } from 'node:timers/promises';
import { MonitorError } from '../errors.ts';

/** Waits between attempts, in ms: quick at first, then once every two seconds, so that a server's return is seen soon. */
const firstWaitMs = 100;
const longestWaitMs = 2_000;

/**
 * Calls `task` until it succeeds or fails for good.
 *
 * @param retriable - Whether a failure may pass by itself; hears of each one.
 * @throws what `task` threw, when it is not retriable or when `signal` aborts meanwhile.
 */
export async function retry<T>(
  task: () => Promise<T>,
  retriable: (error: unknown) => boolean,
  signal: AbortSignal,
): Promise<T> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await task();
    } catch (error) {
      if (!retriable(error) || signal.aborted) throw error;
      await sleep(waitMs, undefined, { signal }).catch(() => {}); // only an abort rejects
      if (signal.aborted) throw error;
    }
  }
}

/** Whether the failure is a server that can't be reached just now. */
export function isUnreachable(error: unknown): error is MonitorError {
  return error instanceof MonitorError && error.code.endsWith('_UNREACHABLE');
}

/** Runs `task` every `everyMs` until `signal` aborts. A slow task delays the next; it never overlaps it. */
export async function repeat(task: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await task();
    await sleep(everyMs, undefined, { signal }).catch(() => {}); // only an abort rejects
  }
}
