import type { KeptSeverity, LogError } from '../types.ts';

/** The columns of esm.error that make an `ErrorRow`; its index of messages has one more, which is left behind. */
export const errorColumns = `at, log_id, "offset", part, severity, service, fingerprint, "time", message, logger, host,
  exception_type, stack, stack_of, trace_id, format, fields`;

/** What makes `ErrorRow`s of the errors in a table expression `found`, which has `errorColumns`. */
export const wholeErrors = {
  columns: 'found.*, log.topic, log.partition, incident.id AS incident_id, incident.tier, incident.parts',
  from: `found
  JOIN esm.log USING (log_id)
  JOIN esm.fingerprint USING (fingerprint)
  JOIN esm.incident ON incident.id = fingerprint.incident_id`,
} as const;

/** A stored error with its log and its incident joined to it. */
export type ErrorRow = {
  readonly at: Date;
  readonly log_id: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly part: number;
  readonly severity: KeptSeverity;
  readonly service: string;
  readonly fingerprint: string;
  readonly time: Date;
  readonly message: string;
  readonly logger: string | null;
  readonly host: string | null;
  readonly exception_type: string | null;
  readonly stack: string | null;
  /** Offset of the error that the stack is stored with. */
  readonly stack_of: string | null;
  readonly trace_id: string | null;
  readonly format: string;
  readonly fields: { readonly [name: string]: unknown };
  readonly incident_id: string;
  readonly tier: LogError['grouping']['tier'];
  readonly parts: readonly string[];
};

/** @param stack - The error's stack, wherever it is stored. */
export function toLogError(row: ErrorRow, stack: string | null): LogError {
  return {
    format: row.format,
    severity: row.severity,
    service: row.service,
    message: row.message,
    time: row.time.getTime(),
    logger: row.logger,
    host: row.host,
    exceptionType: row.exception_type,
    stack,
    traceId: row.trace_id,
    fields: row.fields,
    topic: row.topic,
    partition: row.partition,
    offset: BigInt(row.offset),
    part: row.part,
    at: row.at.getTime(),
    grouping: { fingerprint: row.fingerprint, tier: row.tier, parts: row.parts },
    incident: row.incident_id,
  };
}
