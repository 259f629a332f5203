import type { BatchResult, LogId, Position, RawBatch, ServiceTotals, StoredBatch } from './types.ts';

/** What the loop tells a source about itself. */
export type BatchHandler = {
  /**
   * Called synchronously whenever the group hands out partitions.
   *
   * @returns For each assigned log the offset to read from; a log left out starts where the source likes.
   */
  assigned(logs: readonly LogId[]): ReadonlyMap<string, bigint>;
  /** Takes one batch. Awaiting it is the back-pressure; it never throws for bad data. */
  onBatch(batch: RawBatch, controls: BatchControls): Promise<void>;
};

/** What a handler may ask of the source while it holds a batch. */
export type BatchControls = {
  /** Tells the group that this member lives. Rejects when the group is rebalancing. */
  heartbeat(): Promise<void>;
  /** Reads the batch's log from `offset` next, instead of after the batch. */
  seek(offset: bigint): void;
  /** Reads no more of the batch's log until the next assignment. */
  stop(): void;
};

/** Where records come from. */
export type EventSource = {
  /** Delivers batches until `signal` aborts, then leaves the group. Rejects with MonitorError when it can't go on. */
  run(handler: BatchHandler, signal: AbortSignal): Promise<void>;
  /** Reports progress; may fail or be late without harm. Keys are `logKey(log)`. */
  commit(positions: ReadonlyMap<string, { readonly log: LogId; readonly next: bigint }>): Promise<void>;
};

export type SaveOutcome =
  | { readonly outcome: 'stored'; readonly stored: StoredBatch }
  /** Someone else moved the position; nothing was written. */
  | { readonly outcome: 'fenced'; readonly position: Position | undefined };

/** The truth. Every method rejects with MonitorError `POSTGRES_UNREACHABLE` while the store can't be reached. */
export type IncidentStore = {
  position(log: LogId): Promise<Position | undefined>;
  /** Gives each log its first position, unless it has one already. */
  start(positions: readonly { readonly log: LogId; readonly next: bigint }[]): Promise<void>;
  /**
   * Stores one batch in one transaction, if the position still is `batch.from`.
   *
   * A batch that lies partly below `Position.reached` is fenced too: split it there.
   */
  save(batch: BatchResult): Promise<SaveOutcome>;
  /** Absolute totals of one log, with the version they belong to. */
  logTotals(log: LogId): Promise<{ readonly version: bigint; readonly totals: readonly ServiceTotals[] }>;
  close(): Promise<void>;
};

/** The totals as other programs see them: a projection of the store that may be lost at any time. */
export type TotalsCache = {
  /** Remembers the batch's totals and writes them in the background; never waits, never rejects. */
  write(stored: StoredBatch): void;
  /** Writes the log's totals anew from the store: this member got the log, and what is there may be stale. */
  heal(log: LogId): void;
  /** The log is another member's now. */
  forget(log: LogId): void;
  /** Writes what is still pending, within `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
};

/** Who wants to know of stored batches: the screen, stdout, a webhook. */
export type Output = {
  /** Takes a stored batch. A promise is awaited: it is the back-pressure of a slow reader. */
  push(stored: StoredBatch): void | Promise<void>;
};
