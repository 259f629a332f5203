/** Data that travels between the parts. No code lives here. */

/** Severities the monitor keeps: an event of one of these is an error. */
export type KeptSeverity = 'CRITICAL' | 'ERROR' | 'EXCEPTION';

/** Every severity an event can have; UNKNOWN is an event whose record names none that is known. */
export type Severity = KeptSeverity | 'WARN' | 'INFO' | 'DEBUG' | 'UNKNOWN';

/** One partition of one topic. */
export type LogId = { readonly topic: string; readonly partition: number };

/** One Kafka message as the client delivers it. `timestamp` is in ms since the epoch, as Kafka's decimal string. */
export type RawRecord = {
  readonly offset: string;
  readonly timestamp: string;
  readonly value: Buffer | null;
  readonly headers?: { readonly [name: string]: Buffer | string | readonly (Buffer | string)[] | undefined };
  /** Why its bytes can't be had, where the packed batch that holds it is broken. */
  readonly unreadable?: string;
};

/**
 * Records in offset order, read by their index: most are only counted, and never become objects.
 *
 * An index outside of them throws RangeError.
 */
export type RawRecords = {
  readonly length: number;
  offset(index: number): bigint;
  /** Kafka timestamp in ms since the epoch, as the producer set it: any number, or NaN. */
  time(index: number): number;
  /** The value as text; undefined where there is none, or more than `maxBytes` of it. */
  text(index: number, maxBytes: number): string | undefined;
  record(index: number): RawRecord;
  /** Those from one index to before another. */
  slice(from: number, to?: number): RawRecords;
};

/**
 * Records of one partition.
 *
 * `from` is the offset that was asked for and `next` the one to ask for afterwards, so `[from, next)` has no holes
 * between batches, although compaction or transaction markers may leave fewer records than offsets.
 */
export type RawBatch = {
  readonly log: LogId;
  readonly from: bigint;
  readonly next: bigint;
  /** End offset of the partition when the batch was fetched. */
  readonly end: bigint;
  readonly records: RawRecords;
};

/** One parsed log record of any severity. Times are ms since the epoch; a text that the record lacks is null. */
export type LogEvent = {
  /** Name of the format that read the record, for example `python` or `pino`. */
  readonly format: string;
  readonly severity: Severity;
  readonly service: string;
  readonly message: string;
  /** When the service wrote the record; the Kafka timestamp where the record carries no readable time. */
  readonly time: number;
  readonly logger: string | null;
  readonly host: string | null;
  readonly exceptionType: string | null;
  readonly stack: string | null;
  readonly traceId: string | null;
  /** The record's other fields, as JSON values, capped. */
  readonly fields: { readonly [name: string]: unknown };
};

/** Why an error belongs to its incident. */
export type Grouping = {
  /** `v1:` and 16 hex digits. */
  readonly fingerprint: string;
  readonly tier: 'explicit' | 'stack' | 'exception' | 'template' | 'message';
  readonly parts: readonly string[];
};

/** An event of any severity with its coordinates. */
export type PlacedEvent = LogEvent &
  LogId & {
    readonly offset: bigint;
    /** Index inside the record where one record holds several events (OTLP); else 0. */
    readonly part: number;
    /** Kafka timestamp, ms since the epoch. */
    readonly at: number;
  };

/** An event the monitor keeps, with its coordinates and its grouping. */
export type LogError = PlacedEvent & {
  readonly severity: KeptSeverity;
  readonly grouping: Grouping;
  /** Id of its incident: the 16 hex digits of the fingerprint. */
  readonly incident: string;
};

/** A record that could not be read, with its coordinates. */
export type DeadLetter = {
  readonly offset: bigint;
  readonly at: number;
  readonly reason: string;
  /** The first bytes of the value as printable text, capped at 1 KiB. */
  readonly sample: string;
};

/** Number of events per severity. */
export type SeverityCounts = { readonly [severity in Severity]: number };

/** Events of one service in one minute (by Kafka timestamp). `minute` is ms since the epoch, a multiple of 60,000. */
export type MinuteCounts = {
  readonly service: string;
  readonly minute: number;
  readonly counts: SeverityCounts;
};

/** What the pure pipeline makes of one raw batch. */
export type BatchResult = {
  readonly log: LogId;
  readonly from: bigint;
  readonly next: bigint;
  readonly end: bigint;
  /** Records in the batch, readable or not. */
  readonly records: number;
  /** Records that are a further line of the event before them (a stack trace sent line by line); absent for none. */
  readonly joined?: number;
  readonly errors: readonly LogError[];
  readonly deadLetters: readonly DeadLetter[];
  /** All events of the batch, errors included. */
  readonly counts: readonly MinuteCounts[];
};

/** Absolute counts of one service: of the whole store, or of one log where it says so. */
export type ServiceTotals = { readonly service: string; readonly counts: SeverityCounts };

/** Where a group stands in a log. */
export type Position = {
  /** Next offset to store. */
  readonly next: bigint;
  /** Highest `next` any group ever reached; events below it were counted before. */
  readonly reached: bigint;
};

/** A batch the store took: it is part of the truth from here on. */
export type StoredBatch = {
  readonly batch: BatchResult;
  /** Grows by one with every batch stored for this group and log. */
  readonly version: bigint;
  /** Errors that were not stored before. */
  readonly inserted: number;
  /** Absolute totals, in this log, of the services this batch touched. */
  readonly totals: readonly ServiceTotals[];
  /** Ids of incidents that this batch created. */
  readonly newIncidents: readonly string[];
  /** Resolved incidents that came back with this batch. */
  readonly regressedIncidents: readonly RegressedIncident[];
};

/** A resolved incident that came back; its errors before the batch that brought it back. */
export type RegressedIncident = {
  readonly id: string;
  readonly countBefore: number;
  readonly firstSeen: number;
};

/** A row of the feed in the making: the first error of its incident and level, and how many of them came. */
export type LiveRow = {
  readonly error: LogError;
  /** Errors of the incident and level, this one included. */
  readonly count: number;
  readonly mark: RowMark | null;
};

/** What an incident is since an error: never seen before, or resolved and back. */
export type RowMark = 'NEW' | 'REGRESSED';

/** Events of one service. */
export type ServiceCounts = { readonly service: string; readonly counts: SeverityCounts };

/** Stored batches of one member, of one moment, folded to what a screen shows of them. */
export type LiveBatch = {
  /** Records of any severity. */
  readonly records: number;
  /** All events, errors included. */
  readonly counts: readonly ServiceCounts[];
  readonly logs: readonly LiveLog[];
  /** In the order in which their errors were stored. */
  readonly rows: readonly LiveRow[];
  /** Errors that are in `counts` and in no row. */
  readonly withoutRow: number;
  readonly newIncidents: readonly string[];
  readonly regressedIncidents: readonly RegressedIncident[];
};

/** What was stored of one log: the offsets `[from, next)`. */
export type LiveLog = {
  readonly log: LogId;
  readonly from: bigint;
  readonly next: bigint;
  /** Errors stored in the log, ever, of the services that had errors in these offsets. */
  readonly errorTotals: readonly { readonly service: string; readonly errors: number }[];
};

export type IncidentStatus = 'NEW' | 'ONGOING' | 'ESCALATING' | 'RESOLVED' | 'REGRESSED' | 'MUTED';

/** One problem: all errors that share a fingerprint. Times are ms since the epoch. */
export type Incident = {
  readonly id: string;
  readonly status: IncidentStatus;
  readonly level: KeptSeverity;
  readonly service: string;
  readonly title: string;
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly fingerprint: string;
};

/** State of one server the monitor depends on; `since` is ms since the epoch. */
export type Link = {
  /** `off` is for a server that is not configured or not needed (Redis without an address, Kafka for an observer). */
  readonly state: 'connecting' | 'up' | 'down' | 'off';
  readonly since: number;
  /** One sentence a person understands, when it is not up. */
  readonly detail: string | null;
  /** Failed attempts since it was last up. */
  readonly attempts: number;
};

export type PartitionHealth = LogId & {
  /** Next offset to store. */
  readonly position: bigint;
  /** End offset, as last heard from Kafka. */
  readonly end: bigint;
  /** Why the partition is not read, or null while it is. */
  readonly stopped: string | null;
};

/** A process that watches a group: one that reads partitions, or one that only looks. */
export type Member = {
  readonly id: string;
  /** Its machine and process, `prod-1:4711`. */
  readonly name: string;
  /** When it started, ms since the epoch. */
  readonly since: number;
  /** It joined no group and reads no partition. */
  readonly observer: boolean;
  readonly partitions: readonly LogId[];
  /** Records of its partitions that are not stored yet. */
  readonly lag: number;
  /** Partitions of all topics it watches, its own and others'; null as long as it does not know. */
  readonly partitionsOfTopics: number | null;
};

/** One sentence about the monitor itself; `at` is ms since the epoch. */
export type Notice = {
  readonly at: number;
  readonly text: string;
  /** Good to know, and nothing to do about it. */
  readonly calm?: boolean;
};

/** What the monitor knows about itself, drawn in the status bar. */
export type Health = {
  readonly group: string;
  /** This process as the others see it. */
  readonly self: Member;
  /** Everyone who watches the group, this process included; null while it is not known (without Redis). */
  readonly members: readonly Member[] | null;
  readonly kafka: Link;
  readonly postgres: Link;
  readonly redis: Link;
  /** Times the group handed out its partitions anew since this member joined; each is a pause of some seconds. */
  readonly rebalances: number;
  /** Partitions assigned to this member. */
  readonly partitions: readonly PartitionHealth[];
  /** False while secrets are stored and shown as they are (--no-redact). */
  readonly redaction: boolean;
  /** Records set aside since the start. */
  readonly deadLetters: number;
  /** The newest things a person should know (gap, fenced batch, topic made anew), oldest first, at most 20. */
  readonly notices: readonly Notice[];
};

/** One problem with what belongs to it, as its own page shows it. */
export type IncidentDetail = Incident & {
  readonly exceptionType: string | null;
  readonly grouping: Grouping;
  /** All its fingerprints; more than one where incidents were joined. */
  readonly fingerprints: readonly string[];
  readonly resolvedAt: number | null;
  readonly regressedAt: number | null;
  readonly mutedUntil: number | null;
  readonly mutedPerMinute: number | null;
  /** Errors by minute or hour, oldest first, without empty buckets. */
  readonly history: readonly { readonly at: number; readonly count: number }[];
  readonly triage: readonly TriageEntry[];
};

/** What a person did to an incident. */
export type TriageEntry = {
  readonly id: bigint;
  readonly at: number;
  readonly action: 'resolve' | 'mute' | 'reopen';
  readonly by: string;
  readonly note: string | null;
  readonly undone: boolean;
};

/** Counts of all services in one bucket of time; `at` is its start, ms since the epoch. */
export type TimelineBucket = { readonly at: number; readonly counts: SeverityCounts };

/** What one offset of a log holds: the events of its record, each read for itself, or why it can't be read. */
export type Neighbour = PlacedEvent | (DeadLetter & LogId);

/** What Kafka holds of a log around an error. */
export type Neighbourhood = {
  /** The log holds offsets `[low, high)`; retention raises `low`. */
  readonly low: bigint;
  readonly high: bigint;
  /** In offset order. Compaction and transaction markers leave offsets without a record. */
  readonly neighbours: readonly Neighbour[];
};
