import type { LiveBatch } from './live-batch.ts';
import type {
  BatchResult,
  Epoch,
  Incident,
  IncidentDetail,
  IncidentStatus,
  KeptSeverity,
  LogError,
  LogId,
  Neighbourhood,
  Position,
  RawBatch,
  ServiceTotals,
  StoredBatch,
  TimelineBucket,
} from './types.ts';

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
  /** Reads a log from `offset` next, whatever is on its way. Nothing happens while it is no member. */
  seek(log: LogId, offset: bigint): void;
  /** Begins anew, as after a lost connection: it delivers nothing any more although there is more to read. */
  renew(): void;
};

/**
 * Does a piece of work at once, or when its turn comes, so that keys and heartbeats never wait for much. Answers its result; what it
 * throws, the answer rejects with.
 */
export type Turn = <T>(work: () => T | PromiseLike<T>) => Promise<T>;

/** What became of a batch. */
export type SaveOutcome =
  | { readonly outcome: 'stored'; readonly stored: StoredBatch }
  /** Someone else moved the position, or counted a part of the batch; nothing was written. */
  | { readonly outcome: 'fenced'; readonly position: Position | undefined };

/** The truth. Every method rejects with MonitorError `POSTGRES_UNREACHABLE` while the store can't be reached. */
export type IncidentStore = {
  position(log: LogId): Promise<Position | undefined>;
  /** The newest epoch of each log of the topics that any group has read, keyed by `logKey`. */
  epochs(topics: readonly string[]): Promise<ReadonlyMap<string, Epoch>>;
  /** Gives each log its first position, unless it has one already: in the epoch named, else in the newest one. */
  start(
    positions: readonly { readonly log: LogId; readonly next: bigint; readonly epoch?: number | undefined }[],
  ): Promise<void>;
  /**
   * Stores one batch in one transaction, if the position still is `batch.from`.
   *
   * A batch that lies partly below `Position.reached` is fenced too, and the position is `batch.from` then: another group
   * counted a part of it. Save it when that group is past its end, or split it there.
   */
  save(batch: BatchResult): Promise<SaveOutcome>;
};

/** The totals as other programs see them: a projection of the store that may be lost at any time. */
export type TotalsCache = {
  /**
   * Brings it up to the store's folded totals. Rejects with MonitorError while the store can't be reached; what goes wrong
   * in the cache itself is mended by the next call.
   */
  sync(): Promise<void>;
};

/** Who wants to know of stored batches: the screen, stdout, a webhook. */
export type Output = {
  /** Hears that this member reads the log, and stores it from `next` on. */
  begin?(log: LogId, next: bigint): void;
  /** Takes a stored batch. A promise is awaited: it is the back-pressure of a slow reader. */
  push(stored: StoredBatch): void | Promise<void>;
  /** Hears of a change of an incident that came with no batch of this member. */
  announce?(change: IncidentChange): void | Promise<void>;
  /** Takes the totals of services that have changed, whichever member stored what changed them. */
  totals?(changed: readonly ServiceTotals[]): void;
};

/** Who shows what the other members of the group publish. */
export type LiveOutput = {
  /** Takes what another member stored. A promise is awaited. */
  take(batch: LiveBatch): void | Promise<void>;
  /** Hears of a change of an incident that another member made or found. */
  announce?(change: IncidentChange): void | Promise<void>;
};

/** What happened to an incident, and the incident as it is then. */
export type IncidentChange = {
  readonly change: 'escalating' | 'resolved' | 'muted' | 'reopened';
  readonly incident: Incident;
};

/** Which incidents are asked for; what is left out, or empty, keeps all. */
export type IncidentFilter = {
  readonly statuses?: readonly IncidentStatus[];
  readonly services?: readonly string[];
  readonly levels?: readonly KeptSeverity[];
  /** Last seen in `[since, until)`, ms since the epoch. */
  readonly since?: number;
  readonly until?: number;
  readonly sort?: 'last-seen' | 'first-seen' | 'count';
  readonly limit: number;
};

/** What the store knows of the past. Every method rejects with MonitorError while the store can't be reached. */
export type History = {
  incidents(filter: IncidentFilter): Promise<readonly Incident[]>;
  /** One incident by its id or a prefix of at least 4 digits that no other has. */
  incident(id: string): Promise<IncidentDetail | undefined>;
  /** Its errors, newest first; those older than `before` (ms since the epoch) where it is given. */
  occurrences(id: string, limit: number, before?: number): Promise<readonly LogError[]>;
  /** Counts by bucket in `[since, until)`, oldest first, empty buckets left out. `bucketMs` is a multiple of a minute. */
  timeline(
    since: number,
    until: number,
    bucketMs: number,
    services?: readonly string[],
  ): Promise<readonly TimelineBucket[]>;
};

/** Why a triage changed nothing, in one sentence, or the incident as it is now. */
export type TriageOutcome =
  | { readonly outcome: 'done'; readonly incident: Incident }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Decisions of people about incidents, kept in the store and seen by everyone. `by` names the person or terminal. */
export type Triage = {
  /** Also unmutes. */
  resolve(id: string, by: string, note?: string): Promise<TriageOutcome>;
  /** Until a time (ms since the epoch), or until more than so many errors come in one minute. Refused when resolved. */
  mute(
    id: string,
    how: { readonly until: number } | { readonly perMinute: number },
    by: string,
    note?: string,
  ): Promise<TriageOutcome>;
  /** Takes back resolving and muting. */
  reopen(id: string, by: string, note?: string): Promise<TriageOutcome>;
  /** Puts back what the newest entry of `by` (on any incident) changed that was not undone yet. */
  undo(by: string): Promise<TriageOutcome>;
};

/**
 * Reads what stands at the offsets `[from, to)` of a log, of every severity, beside all consumer groups.
 *
 * Texts are redacted and cleaned like those of errors. Offsets that the log holds no more, or not yet, are left out.
 * Rejects with MonitorError when Kafka can't be reached or has no such log, and with the signal's reason at its abort.
 */
export type ReadNeighbours = (
  log: LogId,
  from: bigint,
  to: bigint,
  signal: AbortSignal,
) => Promise<Neighbourhood>;
