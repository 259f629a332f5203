/** Data that travels between the parts. No code lives here. */

/** Severities the monitor keeps: an event of one of these is an error. */
export type KeptSeverity = 'CRITICAL' | 'ERROR' | 'EXCEPTION';

/** Every severity an event can have; UNKNOWN is an event whose record names none that is known. */
export type Severity = KeptSeverity | 'WARN' | 'INFO' | 'DEBUG' | 'UNKNOWN';

/** One partition of one topic. */
export type LogId = { readonly topic: string; readonly partition: number };

/** One Kafka message as the client delivers it. `timestamp` is in ms since the epoch, as Kafka's decimal string. */
export type RawRecord = {
  /** Digits from the client of Kafka, a number from records that stay packed; so is the time. */
  readonly offset: string | bigint;
  readonly timestamp: string | number;
  readonly value: Buffer | null;
  readonly headers?:
    | { readonly [name: string]: Buffer | string | readonly (Buffer | string)[] | undefined }
    | undefined;
  /** Why its bytes can't be had, where the packed batch that holds it is broken. */
  readonly unreadable?: string | undefined;
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
  /**
   * What `read` makes of the value, which is `[start, end)` of a text that holds others too; undefined without a value.
   *
   * Each byte is one letter, as in Latin-1.
   */
  letters<T>(index: number, read: (text: string, start: number, end: number) => T): T | undefined;
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

/**
 * Events by minute, service and severity. A slice of a topic with a thousand services has a thousand counts, and with an
 * object for each the wide benchmark took 24 MiB more at its peak.
 */
export type EventCounts = {
  /** Of services. The batches of a pipeline share them, and they become more. */
  readonly names: readonly string[];
  /** In their order, each once. */
  readonly minutes: readonly CountsOfMinute[];
};

/** In columns: an entry of each is one count, above 0. */
export type CountsOfMinute = {
  /** Its start by Kafka timestamp: ms since the epoch, a multiple of 60,000. */
  readonly minute: number;
  /** What is counted: the index of the service's name × 7 + that of the severity. */
  readonly cells: readonly number[];
  readonly counts: readonly number[];
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
  readonly counts: EventCounts;
};

/** Absolute counts of one service in the whole store. */
export type ServiceTotals = { readonly service: string; readonly counts: SeverityCounts };

/** Totals of the services that changed after some version, and the version that they make of it. */
export type ChangedTotals = { readonly version: bigint; readonly totals: readonly ServiceTotals[] };

/** Where a group stands in a log. */
export type Position = {
  /** Next offset to store. */
  readonly next: bigint;
  /** Highest `next` any group ever reached; events below it were counted before. */
  readonly reached: bigint;
  /** Retention dropped errors below it, which are not counted again; left out where none of them is ahead. */
  readonly pruned?: bigint;
};

/**
 * A life of a log: a topic that is deleted and made anew begins another, whose offsets have nothing to do with those before.
 * `reached` is the highest `next` any group reached in it.
 */
export type Epoch = { readonly epoch: number; readonly reached: bigint };

/** A batch the store took: it is part of the truth from here on. */
export type StoredBatch = {
  readonly batch: BatchResult;
  /** Errors that were not stored before. */
  readonly inserted: number;
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

/** Where an incident stands: by its errors, and by what people decided about it. */
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
