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
 * Counts are kept per fingerprint and log, and summed here: incident_count has a row per problem and partition, not per
 * error, so reading it whole is quick; one incident is served by fingerprint_incident and the primary key.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryIncidents(database: Database, query: IncidentQuery): Promise<IncidentPage> {
  const { statuses, services, levels, since, until, sort = 'last-seen', limit, id, after } = query;
  const rows = await ask<IncidentRow>(
    database,
    `WITH counted AS (
       SELECT incident_id, sum(count) AS count, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
              coalesce(max(fingerprint) FILTER (WHERE right(fingerprint, 16) = incident_id), min(fingerprint))
                AS fingerprint
         FROM esm.fingerprint JOIN esm.incident_count USING (fingerprint)
        WHERE $1::text IS NULL OR incident_id = $1
        GROUP BY incident_id
     ), found AS (
       SELECT id, status, level, service, title, count, counted.first_seen, last_seen, fingerprint,
              CASE $7 WHEN 'count' THEN counted.count
                      WHEN 'first-seen' THEN extract(epoch FROM counted.first_seen)
                      ELSE extract(epoch FROM last_seen) END AS key
         FROM counted JOIN esm.incident_status ON id = incident_id
        WHERE ($2::text[] IS NULL OR status = ANY ($2))
          AND ($3::text[] IS NULL OR service = ANY ($3))
          AND ($4::text[] IS NULL OR level = ANY ($4))
          AND last_seen >= coalesce(to_timestamp($5::float8 / 1000), '-infinity')
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
    ],
  );
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
