import type { IncidentFilter } from '../ports.ts';
import type { Incident, IncidentStatus, KeptSeverity } from '../types.ts';
import { ask } from './ask.ts';
import type { Database } from './pool.ts';

/** Where a page of incidents ends: the next one begins after it. */
export type IncidentCursor = { readonly key: string; readonly id: string };

export type IncidentQuery = IncidentFilter & {
  /** Only this one. */
  readonly id?: string;
  /** Only those after this one, in the order of `sort`. */
  readonly after?: IncidentCursor;
};

export type IncidentPage = {
  readonly incidents: readonly Incident[];
  /** Undefined when this page is the last. */
  readonly next: IncidentCursor | undefined;
  /** Place of the incident with this index; undefined beyond the page. */
  readonly placeOf: (index: number) => IncidentCursor | undefined;
};

type IncidentRow = {
  readonly id: string;
  readonly status: IncidentStatus;
  readonly level: KeptSeverity;
  readonly service: string;
  readonly title: string;
  readonly count: string;
  readonly first_seen: Date;
  readonly last_seen: Date;
  readonly fingerprint: string;
  readonly key: string;
};

/**
 * Incidents that fit, the newest, the latest or the most frequent first.
 *
 * Counts are kept per fingerprint and log, and summed here. The latest are looked for among those that were seen last
 * (incident_count_seen), then among more of them, and only then among all: with 100,000 incidents the others take a
 * while to sum up. One incident is served by fingerprint_incident and the primary keys.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryIncidents(database: Database, query: IncidentQuery): Promise<IncidentPage> {
  const { sort = 'last-seen', limit, id } = query;
  if (sort === 'last-seen' && id === undefined) {
    for (const rowsEach of [8, 64]) {
      const from = await hourOfRow(database, query, (limit + 1) * rowsEach);
      if (from === undefined) break; // there are not so many
      const rows = await queryRows(database, query, from);
      if (rows.length > limit) return pageOf(rows, limit);
    }
  }
  return pageOf(await queryRows(database, query, undefined), limit);
}

/**
 * The hour in which the counts number `rows` of those seen last were raised last. What was seen in an earlier hour comes
 * after all of them.
 */
async function hourOfRow(
  database: Database,
  { since, until, after }: IncidentQuery,
  rows: number,
): Promise<string | undefined> {
  const found = await ask<{ hour: string }>(
    database,
    `SELECT seen_hour::text AS hour
       FROM esm.incident_count
      WHERE seen_hour <= coalesce(to_timestamp($1::float8 / 1000), 'infinity')
        AND seen_hour <= coalesce(to_timestamp($2::float8), 'infinity')
        AND seen_hour >= coalesce(to_timestamp($3::float8 / 1000) - interval '1 hour', '-infinity')
      ORDER BY seen_hour DESC
     OFFSET $4 LIMIT 1`,
    [until ?? null, after?.key ?? null, since ?? null, rows],
  );
  return found[0]?.hour;
}

/** One row more than the limit, so that it is known whether there is one. `from`: counts raised since then suffice. */
async function queryRows(
  database: Database,
  query: IncidentQuery,
  from: string | undefined,
): Promise<readonly IncidentRow[]> {
  const { statuses, services, levels, since, until, sort = 'last-seen', limit, id, after } = query;
  return await ask<IncidentRow>(
    database,
    `WITH wanted AS (
       SELECT id, status, level, service, title
         FROM esm.incident_status
        WHERE ($1::text IS NULL OR id = $1)
          AND ($2::text[] IS NULL OR status = ANY ($2))
          AND ($3::text[] IS NULL OR service = ANY ($3))
          AND ($4::text[] IS NULL OR level = ANY ($4))
          AND ($5::float8 IS NULL AND $11::timestamptz IS NULL
               OR id IN (SELECT incident_id FROM esm.fingerprint JOIN esm.incident_count USING (fingerprint)
                          WHERE seen_hour >= coalesce($11, to_timestamp($5 / 1000) - interval '1 hour')))
     ), counted AS (
       SELECT incident_id, sum(count) AS count, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
              coalesce(max(fingerprint) FILTER (WHERE right(fingerprint, 16) = incident_id), min(fingerprint))
                AS fingerprint
         FROM wanted JOIN esm.fingerprint ON incident_id = id JOIN esm.incident_count USING (fingerprint)
        GROUP BY incident_id
     ), found AS (
       SELECT id, status, level, service, title, count, counted.first_seen, last_seen, fingerprint,
              CASE $7 WHEN 'count' THEN counted.count
                      WHEN 'first-seen' THEN extract(epoch FROM counted.first_seen)
                      ELSE extract(epoch FROM last_seen) END AS key
         FROM counted JOIN wanted ON id = incident_id
        WHERE last_seen >= coalesce(to_timestamp($5::float8 / 1000), '-infinity')
          AND last_seen < coalesce(to_timestamp($6::float8 / 1000), 'infinity')
     )
     SELECT * FROM found
      WHERE $8::numeric IS NULL OR (key, id) < ($8, $9)
      ORDER BY key DESC, id DESC
      LIMIT $10`,
    [
      id ?? null,
      orNull(statuses),
      orNull(services),
      orNull(levels),
      since ?? null,
      until ?? null,
      sort,
      after?.key ?? null,
      after?.id ?? null,
      limit + 1,
      from ?? null,
    ],
  );
}

function pageOf(rows: readonly IncidentRow[], limit: number): IncidentPage {
  const page = rows.slice(0, limit);
  const placeOf = (index: number) => {
    const row = page[index];
    return row && { key: row.key, id: row.id };
  };
  return {
    incidents: page.map(toIncident),
    next: rows.length > limit ? placeOf(page.length - 1) : undefined,
    placeOf,
  };
}

function toIncident(row: IncidentRow): Incident {
  const { id, status, level, service, title, fingerprint } = row;
  return {
    id,
    status,
    level,
    service,
    title,
    count: Number(row.count),
    firstSeen: row.first_seen.getTime(),
    lastSeen: row.last_seen.getTime(),
    fingerprint,
  };
}

/** No choice means all. */
function orNull<T>(list: readonly T[] | undefined): readonly T[] | null {
  return list === undefined || list.length === 0 ? null : list;
}
