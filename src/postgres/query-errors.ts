import type { KeptSeverity, LogError } from '../types.ts';
import { ask } from './ask.ts';
import { type ErrorRow, toLogError } from './error-row.ts';
import type { Database } from './pool.ts';

export type ErrorQuery = {
  /** Exact names; none means all. */
  readonly services: readonly string[];
  readonly levels: readonly KeptSeverity[];
  /** Kafka timestamps in `[since, until)`, ms since the epoch; undefined is open. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly limit: number;
  /** Only errors of the incident with exactly this id. */
  readonly incident?: string;
  /** `newest` where it is left out. */
  readonly order?: 'newest' | 'oldest';
  /** Only those after this one, in that order. */
  readonly after?: ErrorCursor;
};

/** Place of an error in the order: `at` as Postgres writes it, to the microsecond. */
export type ErrorCursor = {
  readonly at: string;
  readonly logId: string;
  readonly offset: string;
  readonly part: string;
};

export type ErrorPage = {
  readonly errors: readonly LogError[];
  /** The last error's place; undefined when the page is empty. */
  readonly end: ErrorCursor | undefined;
};

/**
 * Stored errors in the order of their Kafka timestamps, the newest first where nothing else is asked.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryErrors(database: Database, query: ErrorQuery): Promise<readonly LogError[]> {
  return (await queryErrorPage(database, query)).errors;
}

/** `queryErrors`, with the place where the answer ends. */
export async function queryErrorPage(database: Database, query: ErrorQuery): Promise<ErrorPage> {
  const { services, levels, since, until, incident, after, limit } = query;
  const rows = await ask<ErrorRow & { at_text: string; log_id: number }>(database, sqlOf(query), [
    services.length === 0 ? null : services,
    levels.length === 0 ? null : levels,
    since ?? null,
    until ?? null,
    after?.at ?? null,
    after?.logId ?? null,
    after?.offset ?? null,
    after?.part ?? null,
    incident ?? null,
    limit,
  ]);
  const last = rows.at(-1);
  return {
    errors: rows.map(toLogError),
    end: last && {
      at: last.at_text,
      logId: String(last.log_id),
      offset: last.offset,
      part: String(last.part),
    },
  };
}

/** Rows fetched at once: few at first, so that the first is seen soon. */
const firstPageRows = 200;
const pageRows = 1_000;

/**
 * The same errors page by page, whatever their number, in bounded memory.
 *
 * Each page is a statement of its own that goes on after the last one: a reader who is slow holds no transaction open,
 * which would keep the server from cleaning up behind the monitor.
 */
export async function* streamErrors(database: Database, query: ErrorQuery): AsyncGenerator<ErrorPage> {
  let left = query.limit;
  let after = query.after;
  for (let rows = firstPageRows; left > 0; rows = pageRows) {
    const limit = Math.min(rows, left);
    const page = await queryErrorPage(database, {
      ...query,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    if (page.errors.length > 0) yield page;
    if (page.errors.length < limit) return;
    left -= limit;
    after = page.end;
  }
}

/**
 * The place in the order is found first, by an index in the daily partitions of the range only, and what belongs to the
 * errors is joined to the few that were found. Each incident's fingerprint and each service is asked for its own newest,
 * so that error_fingerprint or error_service serves it in order; without them error_at does.
 */
function sqlOf({ services, incident, order = 'newest', after }: ErrorQuery): string {
  const [direction, beyond] = order === 'newest' ? ['DESC', '<'] : ['ASC', '>'];
  const ordered = `ORDER BY at ${direction}, log_id ${direction}, "offset" ${direction}, part ${direction}`;
  const source =
    incident !== undefined
      ? {
          from: 'esm.fingerprint AS wanted',
          fits: 'error.fingerprint = wanted.fingerprint',
          of: 'incident_id = $9',
        }
      : services.length > 0
        ? { from: 'unnest($1::text[]) AS wanted', fits: 'service = wanted', of: 'true' }
        : { from: '(SELECT) AS wanted', fits: 'true', of: 'true' };
  // The parameters that a choice leaves out are named all the same: Postgres wants a type for each.
  return `
WITH found AS (
  SELECT error.*
    FROM ${source.from}
   CROSS JOIN LATERAL (
         SELECT *
           FROM esm.error
          WHERE ${source.fits}
            AND ($1::text[] IS NULL OR service = ANY ($1))
            AND ($2::text[] IS NULL OR severity = ANY ($2))
            AND at >= coalesce(to_timestamp($3::float8 / 1000), '-infinity')
            AND at < coalesce(to_timestamp($4::float8 / 1000), 'infinity')
            AND ${after === undefined ? '$5::timestamptz IS NULL' : `at ${beyond}= $5::timestamptz`}
            AND ($5::timestamptz IS NULL
                 OR (at, log_id, "offset", part) ${beyond} ($5, $6::integer, $7::bigint, $8::smallint))
          ${ordered}
          LIMIT $10) AS error
   WHERE ${source.of} AND ($9::text IS NULL OR true)
   ${ordered}
   LIMIT $10
)
SELECT found.*, at::text AS at_text, log.topic, log.partition,
       incident.id AS incident_id, incident.tier, incident.parts
  FROM found
  JOIN esm.log USING (log_id)
  JOIN esm.fingerprint USING (fingerprint)
  JOIN esm.incident ON incident.id = fingerprint.incident_id
 ${ordered}`;
}
