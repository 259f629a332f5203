import type { IncidentFilter } from '../ports.ts';
import type { Incident, LogError, SeverityCounts, TimelineBucket } from '../types.ts';

/** Errors of one service, or of all; the newest first by Kafka timestamp. */
export type ErrorsQuestion = {
  readonly services: readonly string[];
  readonly limit: number;
  /** Room for their texts, in bytes of UTF-8. */
  readonly maxBytes: number;
};

export type ErrorsAnswer = {
  readonly errors: readonly LogError[];
  /** There was no room for all that the question asked for. */
  readonly truncated: boolean;
};

export type ServiceErrors = {
  readonly service: string;
  readonly errors: number;
  /** Kafka timestamp of its newest stored error, ms since the epoch; null without one. */
  readonly lastSeen: number | null;
};

/** Counts of the whole store; retention leaves them whole. */
export type StoreStats = {
  readonly counts: SeverityCounts;
  /** The services with the most errors, at most 1,000. */
  readonly services: readonly { readonly service: string; readonly errors: number }[];
  /** Kafka timestamp of the newest stored error, ms since the epoch; null without one. */
  readonly lastErrorAt: number | null;
};

/** What the routes ask of the past. Every method rejects with MonitorError while the store can't be reached. */
export type HttpStore = {
  errors(question: ErrorsQuestion): Promise<ErrorsAnswer>;
  /** Services with the most errors first. */
  services(limit: number): Promise<readonly ServiceErrors[]>;
  stats(): Promise<StoreStats>;
  incidents(filter: IncidentFilter): Promise<readonly Incident[]>;
  /** Incidents first seen in `[since, until)`, the newest first. */
  newIncidents(
    since: number,
    until: number,
    services: readonly string[],
    limit: number,
  ): Promise<readonly Incident[]>;
  timeline(
    since: number,
    until: number,
    bucketMs: number,
    services: readonly string[],
  ): Promise<readonly TimelineBucket[]>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
};
