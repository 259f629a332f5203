/**
 * Bytes that may wait to be stored, over all logs.
 *
 * Taking is never refused (a batch is in memory already when it asks); who takes waits for room afterwards. That wait is
 * what slows Kafka down when Postgres is slow.
 */
export type Budget = {
  take(bytes: number): void;
  give(bytes: number): void;
  /** Resolves when there is room. */
  room(): Promise<void>;
};

export function createBudget(limitBytes: number): Budget {
  let taken = 0;
  let waiting: (() => void)[] = [];

  function give(bytes: number): void {
    taken -= bytes;
    if (taken >= limitBytes) return;
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  }

  return {
    take: (bytes) => {
      taken += bytes;
    },
    give,
    room: () => (taken < limitBytes ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
