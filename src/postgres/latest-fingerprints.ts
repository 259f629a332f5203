import { ask } from './ask.ts';
import type { Database } from './pool.ts';

/** Fingerprints whose errors came last. */
export type Latest = {
  readonly fingerprints: readonly string[];
  /** Seconds since the epoch: all others were last seen then or before; undefined when there are no others. */
  readonly othersUntil: number | undefined;
  /** About so many there are in all, as the server last counted them. */
  readonly inAll: number;
};

/** A fingerprint has a count in each of its logs; with more logs than these, the answer has fewer fingerprints. */
const countsEach = 4;

/**
 * At most `most` fingerprints, the last seen first, in a range of last seen times (ms since the epoch) that may have some
 * around it. Served by incident_count_seen, whatever the number of incidents.
 */
export async function latestFingerprints(
  database: Database,
  range: { readonly since: number | undefined; readonly until: number | undefined },
  most: number,
): Promise<Latest> {
  const rows = await ask<{ fingerprint: string; seen: number; cut: number | null; in_all: number }>(
    database,
    `WITH within AS (
       SELECT coalesce(to_timestamp($1::float8 / 1000) - interval '1 hour', '-infinity') AS since,
              coalesce(to_timestamp($2::float8 / 1000), 'infinity') AS until
     ), cut AS (
       SELECT (SELECT seen_hour FROM esm.incident_count
                WHERE seen_hour >= since AND seen_hour <= until
                ORDER BY seen_hour DESC OFFSET $3 LIMIT 1) AS hour
         FROM within
     )
     SELECT fingerprint, extract(epoch FROM max(last_seen))::float8 AS seen,
            (SELECT extract(epoch FROM hour)::float8 FROM cut) AS cut,
            (SELECT reltuples FROM pg_class WHERE oid = 'esm.fingerprint'::regclass) AS in_all
       FROM esm.incident_count
      WHERE seen_hour >= coalesce((SELECT hour FROM cut), (SELECT since FROM within))
        AND seen_hour <= (SELECT until FROM within)
      GROUP BY fingerprint
      ORDER BY seen DESC
      LIMIT $4`,
    [range.since ?? null, range.until ?? null, most * countsEach, most + 1],
  );
  const beyond = rows[most];
  return {
    fingerprints: rows.slice(0, most).map(({ fingerprint }) => fingerprint),
    othersUntil: beyond?.seen ?? rows[0]?.cut ?? undefined,
    inAll: rows[0]?.in_all ?? 0,
  };
}
