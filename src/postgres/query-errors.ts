import type { KeptSeverity, LogError } from '../types.ts';
import { toMonitorError } from './faults.ts';
import type { Database } from './pool.ts';

export type ErrorQuery = {
  /** Exact names; none means all. */
  readonly services: readonly string[];
  readonly levels: readonly KeptSeverity[];
  /** Kafka timestamps in `[since, until)`, ms since the epoch; undefined is open. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly limit: number;
};

type ErrorRow = {
  readonly at: Date;
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
  readonly trace_id: string | null;
  readonly format: string;
  readonly fields: { readonly [name: string]: unknown };
  readonly incident_id: string;
  readonly tier: LogError['grouping']['tier'];
  readonly parts: readonly string[];
};

/**
 * Stored errors, newest first by Kafka timestamp.
 *
 * The newest are found first and joined afterwards; served by error_service when services are named, else by error_at, in
 * the daily partitions of the range only.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryErrors(
  { pool, address }: Database,
  query: ErrorQuery,
): Promise<readonly LogError[]> {
  try {
    const { rows } = await pool.query<ErrorRow>(
      `WITH newest AS (
         SELECT *
           FROM esm.error
          WHERE ($1::text[] IS NULL OR service = ANY ($1))
            AND ($2::text[] IS NULL OR severity = ANY ($2))
            AND at >= coalesce(to_timestamp($3::float8 / 1000), '-infinity')
            AND at < coalesce(to_timestamp($4::float8 / 1000), 'infinity')
          ORDER BY at DESC, log_id, "offset" DESC, part
          LIMIT $5
       )
       SELECT newest.*, log.topic, log.partition, incident.id AS incident_id, incident.tier, incident.parts
         FROM newest
         JOIN esm.log USING (log_id)
         JOIN esm.fingerprint USING (fingerprint)
         JOIN esm.incident ON incident.id = fingerprint.incident_id
        ORDER BY at DESC, log_id, "offset" DESC, part`,
      [orNull(query.services), orNull(query.levels), query.since ?? null, query.until ?? null, query.limit],
    );
    return rows.map(toLogError);
  } catch (error) {
    throw toMonitorError(error, address);
  }
}

function toLogError(row: ErrorRow): LogError {
  return {
    format: row.format,
    severity: row.severity,
    service: row.service,
    message: row.message,
    time: row.time.getTime(),
    logger: row.logger,
    host: row.host,
    exceptionType: row.exception_type,
    stack: row.stack,
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

function orNull<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}
