/** What one log waits for. */
export type Waiting = {
  /** Next offset to come from the source; undefined while what came is being read, or the position is not known. */
  readonly wanted: bigint | undefined;
  /** End offset as Kafka told it; undefined while it can't be asked. */
  readonly end: bigint | undefined;
};

/** Finds out that a source delivers nothing although there is more to read. */
export type StallWatch = {
  /** Something came, or the logs changed hands: the time starts anew. */
  moved(): void;
  /** @returns Whether the source has stalled; true once, until something moves. */
  check(logs: readonly Waiting[]): boolean;
};

/** Longer than a fetch, its retries and a rebalance; short enough that a person is not the first to see it. */
const stalledMs = 20_000;

/**
 * Only the silence of all logs counts: one log may wait long for its turn behind others that have much to catch up.
 *
 * A log may end in offsets that hold no record, and never be delivered to its end, so the same silence is told once.
 */
export function createStallWatch(now: () => number): StallWatch {
  let quietSince = now();
  let told = false;

  function moved(): void {
    quietSince = now();
    told = false;
  }

  function check(logs: readonly Waiting[]): boolean {
    const busy = logs.some(({ wanted, end }) => wanted === undefined || end === undefined);
    const behind = logs.some(({ wanted = 0n, end = 0n }) => wanted < end);
    if (busy || !behind) moved();
    if (told || now() - quietSince < stalledMs) return false;
    told = true;
    return true;
  }

  return { moved, check };
}
