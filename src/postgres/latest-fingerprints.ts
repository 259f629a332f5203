import { ask } from './ask.ts';
import type { Database } from './pool.ts';

/** Fingerprints whose errors came last. */
export type Latest = {
  readonly fingerprints: readonly string[];
  /** Seconds since the epoch: all others were last seen then or before; undefined when there are no others. */
  readonly othersUntil: number | undefined;
};

/** With a larger part of all counts than this, it is quicker to read all of them. */
const fewOfAll = 0.2;
const fewCounts = 1_000;

/**
 * At most `most` fingerprints, the last seen first, in a range of last seen times (ms since the epoch) that may have some
 * around it; undefined when they would be too many of all to be looked up one by one. Served by folded_incident_count_seen,
 * whatever the number of incidents.
 */
export async function latestFingerprints(
  database: Database,
  range: { readonly since: number | undefined; readonly until: number | undefined },
  most: number,
): Promise<Latest | undefined> {
  const rows = await ask<{ fingerprint: string | null; seen: number; cut: number | null }>(
    database,
    `WITH within AS (
       SELECT coalesce(to_timestamp($1::float8 / 1000) - interval '1 hour', '-infinity') AS since,
              coalesce(to_timestamp($2::float8 / 1000), 'infinity') AS until,
              (SELECT greatest(reltuples * $5::float8, $6::float8)
                 FROM pg_class WHERE oid = 'esm.folded_incident_count'::regclass) AS few
     ), many AS (
       SELECT $3 > few
              AND EXISTS (SELECT FROM esm.folded_incident_count
                           WHERE seen_hour >= since AND seen_hour <= until
                          OFFSET few) AS are_too_many
         FROM within
     ), cut AS (
       SELECT (SELECT seen_hour FROM esm.folded_incident_count
                WHERE seen_hour >= since AND seen_hour <= until
                ORDER BY seen_hour DESC OFFSET $3 LIMIT 1) AS hour
         FROM within
        WHERE NOT (SELECT are_too_many FROM many)
     ), latest AS (
       SELECT fingerprint, extract(epoch FROM max(last_seen))::float8 AS seen,
              (SELECT extract(epoch FROM hour)::float8 FROM cut) AS cut
         FROM esm.incident_count
        WHERE seen_hour >= coalesce((SELECT hour FROM cut), (SELECT since FROM within))
          AND seen_hour <= (SELECT until FROM within)
          AND NOT (SELECT are_too_many FROM many)
        GROUP BY fingerprint
        ORDER BY seen DESC
        LIMIT $4
     )
     SELECT * FROM latest
      UNION ALL
     SELECT NULL, NULL, NULL FROM many WHERE are_too_many
      ORDER BY seen DESC NULLS LAST`,
    [range.since ?? null, range.until ?? null, most, most + 1, fewOfAll, fewCounts],
  );
  const fingerprints = rows.flatMap(({ fingerprint }) => fingerprint ?? []);
  if (fingerprints.length < rows.length) return undefined;
  return {
    fingerprints: fingerprints.slice(0, most),
    othersUntil: rows[most]?.seen ?? rows[0]?.cut ?? undefined,
  };
}
