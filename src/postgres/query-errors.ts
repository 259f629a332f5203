import type { KeptSeverity, LogError } from '../types.ts';
import { ask } from './ask.ts';
import { type ErrorRow, errorColumns, wholeErrors } from './error-row.ts';
import type { NarrowedErrors } from './narrow-errors.ts';
import type { Database } from './pool.ts';
import { toLogErrors } from './whole-errors.ts';

/** Which stored errors are asked for. */
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
  /** What Postgres knows of a filter: the answer has all that the filter finds, and more. */
  readonly narrowed?: NarrowedErrors;
};

/** Place of an error in the order: `at` as Postgres writes it, to the microsecond. */
export type ErrorCursor = {
  readonly at: string;
  readonly logId: string;
  readonly offset: string;
  readonly part: string;
};

/** Errors, and where the page after each of them begins. */
export type ErrorPage = {
  readonly errors: readonly LogError[];
  /** Place of the error with this index; undefined beyond the page. */
  readonly placeOf: (index: number) => ErrorCursor | undefined;
};

/**
 * Stored errors in the order of their Kafka timestamps, the newest first where nothing else is asked.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryErrors(database: Database, query: ErrorQuery): Promise<readonly LogError[]> {
  return (await queryErrorPage(database, query)).errors;
}

/** `queryErrors`, with the places of the errors. */
export async function queryErrorPage(database: Database, query: ErrorQuery): Promise<ErrorPage> {
  const lately = withinLastDay(query);
  if (lately !== undefined) {
    const page = await pageWithin(database, lately);
    if (page.errors.length === query.limit) return page;
  }
  return await pageWithin(database, query);
}

/**
 * The same question about the last day only, which holds the newest errors if it holds enough of them: a statement over
 * all days opens each of their tables and indexes, which takes 10 ms, and 25 ms more on a new connection. Undefined where
 * the order or the range makes no use of it.
 */
function withinLastDay(query: ErrorQuery): ErrorQuery | undefined {
  const { order = 'newest', since = Number.NEGATIVE_INFINITY, until, after } = query;
  if (order !== 'newest') return undefined;
  const ends = [Date.now(), ...(until === undefined ? [] : [until]), ...(after ? [timeOf(after)] : [])];
  const lately = Math.min(...ends) - dayMs;
  return lately > since ? { ...query, since: lately } : undefined;
}

const dayMs = 86_400_000;

/** NaN for a year that JavaScript writes in another way, with which no time compares. */
function timeOf({ at }: ErrorCursor): number {
  return Date.parse(at.replace(' ', 'T').replace(/[+-]\d{2}$/, '$&:00'));
}

async function pageWithin(database: Database, query: ErrorQuery): Promise<ErrorPage> {
  const { services, levels, since, until, after, limit, narrowed } = query;
  const parts = narrowed?.alternatives?.flat() ?? [];
  const rows = await ask<PlacedRow>(database, sqlOf(query), [
    services.length === 0 ? null : services,
    levels.length === 0 ? null : levels,
    since ?? null,
    until ?? null,
    after?.at ?? null,
    after?.logId ?? null,
    after?.offset ?? null,
    after?.part ?? null,
    sourceOf(query).wanted,
    limit,
    ...parts.map(({ value }) => value),
  ]);
  return {
    errors: await toLogErrors(database, rows),
    placeOf: (index) => {
      const row = rows[index];
      return (
        row && {
          at: row.at_text,
          logId: String(row.log_id),
          offset: row.offset,
          part: String(row.part),
        }
      );
    },
  };
}

type PlacedRow = ErrorRow & { readonly at_text: string };

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
    after = page.placeOf(limit - 1);
  }
}

/**
 * The place in the order is found first, by an index in the daily partitions of the range only, and what belongs to the
 * errors is joined to the few that were found. Each incident's fingerprint and each service is asked for its own newest,
 * so that error_fingerprint or error_service serves it in order; without them error_at does.
 *
 * Of a filter's errors the keys are found first: where it asks for words only, error_at alone answers, and no row is read
 * that does not fit.
 */
function sqlOf(query: ErrorQuery): string {
  const { order = 'newest', after, narrowed } = query;
  const [direction, beyond] = order === 'newest' ? ['DESC', '<'] : ['ASC', '>'];
  const ordered = `ORDER BY at ${direction}, log_id ${direction}, "offset" ${direction}, part ${direction}`;
  const source = sourceOf(query);
  const range = `at >= coalesce(to_timestamp($3::float8 / 1000), '-infinity')
            AND at < coalesce(to_timestamp($4::float8 / 1000), 'infinity')`;
  // The parameters that a choice leaves out are named all the same: Postgres wants a type for each.
  const places = `
  SELECT error.*
    FROM ${source.from}
   CROSS JOIN LATERAL (
         SELECT ${narrowed === undefined ? errorColumns : keyColumns}
           FROM esm.error
          WHERE ${source.fits}
            AND ($1::text[] IS NULL OR service = ANY ($1))
            AND ($2::text[] IS NULL OR severity = ANY ($2))
            AND ${range}
            AND ${after === undefined ? '$5::timestamptz IS NULL' : `at ${beyond}= $5::timestamptz`}
            AND ($5::timestamptz IS NULL
                 OR (at, log_id, "offset", part) ${beyond} ($5, $6::integer, $7::bigint, $8::smallint))
            AND ${narrowedSql(narrowed, 11)}
          ${ordered}
          LIMIT $10) AS error
   WHERE ${source.of}
   ${ordered}
   LIMIT $10`;
  const found =
    narrowed === undefined
      ? places
      : `
SELECT ${errorColumns}
  FROM (${places}) AS place
  JOIN (SELECT * FROM esm.error WHERE ${range}) AS whole USING (${keyColumns})`;
  return `
WITH found AS (${found})
SELECT ${wholeErrors.columns}, at::text AS at_text
  FROM ${wholeErrors.from}
 ${ordered}`;
}

const keyColumns = 'at, log_id, "offset", part';

/** What is asked one by one for its newest; `wanted` is the parameter $9. */
type Source = { readonly from: string; readonly fits: string; readonly of: string; readonly wanted: unknown };

function sourceOf({ services, incident, narrowed }: ErrorQuery): Source {
  if (incident !== undefined) {
    const from = 'esm.fingerprint AS wanted';
    return {
      from,
      fits: 'error.fingerprint = wanted.fingerprint',
      of: 'incident_id = $9::text',
      wanted: incident,
    };
  }
  const from = 'unnest($9::text[]) AS wanted';
  const { fingerprints, services: possible = services } = narrowed ?? {};
  if (fingerprints !== undefined)
    return { from, fits: 'error.fingerprint = wanted', of: 'true', wanted: fingerprints };
  if (possible.length > 0) return { from, fits: 'service = wanted', of: 'true', wanted: possible };
  return { from: '(SELECT) AS wanted', fits: 'true', of: '$9::text IS NULL', wanted: null };
}

/** `first` is the number of the first parameter that is free. */
function narrowedSql(narrowed: NarrowedErrors | undefined, first: number): string {
  if (narrowed?.alternatives === undefined) return 'true';
  let parameter = first;
  const either = narrowed.alternatives.map((parts) =>
    parts.map(({ sql }) => sql(`$${parameter++}`)).join(' AND '),
  );
  return either.length === 0 ? 'false' : `(${either.map((each) => `(${each})`).join(' OR ')})`;
}
