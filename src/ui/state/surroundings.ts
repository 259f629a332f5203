import type { ReadNeighbours } from '../../ports.ts';
import type { LogId, Neighbourhood } from '../../types.ts';

/** Offsets `[from, to)` of a log; another `round` asks for the same ones anew. */
export type SurroundingsWish = LogId & { readonly from: bigint; readonly to: bigint; readonly round: number };

/** What Kafka answered last for the log that is wanted. */
export type SurroundingsSnapshot = {
  /** Null before the first answer; the last one stays while more is read. */
  readonly value: Neighbourhood | null;
  /** Why it can't be read, as a sentence. */
  readonly problem: string | null;
  readonly loading: boolean;
};

/** The neighbours of the error that is looked at: read when they are wanted, and forgotten when they are not. */
export type Surroundings = {
  subscribe(listener: () => void): () => void;
  /** The same object until the next change. */
  snapshot(): SurroundingsSnapshot;
  /** Gives up what is being read when something else is wanted. */
  want(wish: SurroundingsWish | null): void;
};

export const noSurroundings: SurroundingsSnapshot = { value: null, problem: null, loading: false };

/** @param timeoutMs - A person waits no longer than that. */
export function createSurroundings(read: ReadNeighbours, timeoutMs = 10_000): Surroundings {
  const listeners = new Set<() => void>();
  let current = noSurroundings;
  let wish: SurroundingsWish | null = null;
  let reading = new AbortController();

  function publish(next: SurroundingsSnapshot): void {
    current = Object.freeze(next);
    for (const listener of listeners) listener();
  }

  async function load(wanted: SurroundingsWish, giveUp: AbortSignal): Promise<void> {
    const { from, to } = wanted;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const value = await read(wanted, from, to, AbortSignal.any([giveUp, timeout]));
      if (!giveUp.aborted) publish({ value, problem: null, loading: false });
    } catch (error) {
      if (giveUp.aborted) return;
      const problem = timeout.aborted
        ? `Kafka did not answer within ${timeoutMs / 1_000} s.`
        : error instanceof Error
          ? error.message
          : String(error);
      publish({ value: current.value, problem, loading: false });
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => current,
    want(next) {
      if (isSame(wish, next)) return;
      const value = next && wish && isSameLog(wish, next) ? current.value : null;
      wish = next;
      reading.abort();
      reading = new AbortController();
      publish({ value, problem: null, loading: next !== null });
      if (next) void load(next, reading.signal);
    },
  };
}

function isSameLog(a: LogId, b: LogId): boolean {
  return a.topic === b.topic && a.partition === b.partition;
}

function isSame(a: SurroundingsWish | null, b: SurroundingsWish | null): boolean {
  if (!a || !b) return a === b;
  return isSameLog(a, b) && a.from === b.from && a.to === b.to && a.round === b.round;
}
