import type { IncidentFilter } from '../ports.ts';
import type { Incident, IncidentStatus, KeptSeverity } from '../types.ts';
import { ask } from './ask.ts';
import { countsOfPairSql } from './counts-of-pair.ts';
import { latestFingerprints } from './latest-fingerprints.ts';
import type { Database } from './pool.ts';

/** Where a page of incidents ends: the next one begins after it. */
export type IncidentCursor = { readonly key: string; readonly id: string };

/** Which incidents are asked for, a page at a time. */
export type IncidentQuery = IncidentFilter & {
  /** Only these. */
  readonly ids?: readonly string[];
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

/** So many are looked up one by one; else reading all of them is quicker. */
const fewFingerprints = 10_000;

/**
 * Incidents that fit, the newest, the latest or the most frequent first.
 *
 * Counts are kept per fingerprint, and summed here. The latest are looked for among those that were seen last
 * (folded_incident_count_seen), then among more of them; so are those of a range. Only what is not found so is looked for
 * among all, which takes a while with 100,000 incidents.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryIncidents(database: Database, query: IncidentQuery): Promise<IncidentPage> {
  const { sort = 'last-seen', limit, since, ids } = query;
  if (ids === undefined && (sort === 'last-seen' || since !== undefined)) {
    const enough = Math.ceil((limit + 1) * (isFiltered(query) ? 2 : 1.1));
    const sizes = sort === 'last-seen' ? [enough, fewFingerprints] : [fewFingerprints];
    for (const size of sizes.filter((each) => each <= fewFingerprints)) {
      const latest = await latestFingerprints(database, rangeOf(query), size);
      if (latest === undefined) break;
      const rows = await queryRows(database, query, latest.fingerprints);
      const last = rows[limit];
      const { othersUntil } = latest;
      const isWhole = othersUntil === undefined;
      if (isWhole || (sort === 'last-seen' && last !== undefined && Number(last.key) > othersUntil)) {
        return pageOf(rows, limit);
      }
    }
  }
  return pageOf(await queryRows(database, query, undefined), limit);
}

function isFiltered({ statuses = [], services = [], levels = [] }: IncidentQuery): boolean {
  return statuses.length + services.length + levels.length > 0;
}

/** When the incidents that fit were last seen; their other counts may be older. */
function rangeOf({ since, until, after, sort = 'last-seen' }: IncidentQuery) {
  const ends = [until, sort === 'last-seen' && after !== undefined ? Number(after.key) * 1_000 : undefined];
  const known = ends.filter((end) => end !== undefined);
  return { since, until: known.length === 0 ? undefined : Math.min(...known) };
}

/**
 * One row more than the limit, so that it is known whether there is one.
 *
 * @param among - Only incidents with one of these fingerprints, each looked up by the primary keys and
 * fingerprint_incident; undefined: of all.
 */
async function queryRows(
  database: Database,
  query: IncidentQuery,
  among: readonly string[] | undefined,
): Promise<readonly IncidentRow[]> {
  const { statuses, services, levels, since, until, sort = 'last-seen', limit, ids, after } = query;
  // Some are looked up one by one; joins would read the tables whole, which is quicker for most of them only.
  const some =
    among === undefined
      ? '$11::text[] IS NULL'
      : 'id = ANY (ARRAY(SELECT incident_id FROM esm.fingerprint WHERE fingerprint = ANY ($11::text[])))';
  const counted = among === undefined && ids === undefined ? countedOfAll : countedOfWanted;
  return await ask<IncidentRow>(
    database,
    `WITH wanted AS MATERIALIZED (
       SELECT id, status, level, service, title
         FROM esm.incident_status
        WHERE ($1::text[] IS NULL OR id = ANY ($1))
          AND ($2::text[] IS NULL OR status = ANY ($2))
          AND ($3::text[] IS NULL OR service = ANY ($3))
          AND ($4::text[] IS NULL OR level = ANY ($4))
          AND ${some}
     ), ${counted}, found AS (
       SELECT id, status, level, service, title, count, first_seen, last_seen,
              CASE $7 WHEN 'count' THEN count
                      WHEN 'first-seen' THEN extract(epoch FROM first_seen)
                      ELSE extract(epoch FROM last_seen) END AS key
         FROM wanted JOIN counted ON incident_id = id
        WHERE last_seen >= coalesce(to_timestamp($5::float8 / 1000), '-infinity')
          AND last_seen < coalesce(to_timestamp($6::float8 / 1000), 'infinity')
     )
     SELECT *,
            (SELECT coalesce(max(fingerprint) FILTER (WHERE right(fingerprint, 16) = id), min(fingerprint))
               FROM esm.fingerprint WHERE incident_id = id) AS fingerprint
       FROM found
      WHERE $8::numeric IS NULL OR (key, id) < ($8, $9)
      ORDER BY key DESC, id DESC
      LIMIT $10`,
    [
      ids ?? null,
      orNull(statuses),
      orNull(services),
      orNull(levels),
      since ?? null,
      until ?? null,
      sort,
      after?.key ?? null,
      after?.id ?? null,
      limit + 1,
      among ?? null,
    ],
  );
}

const sums = 'sum(count) AS count, min(first_seen) AS first_seen, max(last_seen) AS last_seen';

const countedOfAll = `
counted AS (
  SELECT incident_id, ${sums} FROM esm.fingerprint JOIN esm.incident_count USING (fingerprint) GROUP BY incident_id
)`;

const countedOfWanted = `
pair AS MATERIALIZED (
  SELECT incident_id, fingerprint FROM esm.fingerprint WHERE incident_id = ANY (ARRAY(SELECT id FROM wanted))
), each AS MATERIALIZED (${countsOfPairSql}
), counted AS MATERIALIZED (
  SELECT incident_id, ${sums} FROM pair JOIN each USING (fingerprint) GROUP BY incident_id
)`;

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
