import { Client } from 'pg';

/**
 * Deletes errors as if a disk had lost them: the rows are gone, and all counts say so, by a tally of what is to be taken off.
 *
 * @param which - Condition on `esm.error`, as SQL.
 */
export async function loseErrors(databaseUrl: string, which: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `WITH gone AS (
         DELETE FROM esm.error WHERE ${which}
         RETURNING at, service, severity, fingerprint, date_trunc('minute', at, 'UTC') AS minute
       ), hit AS (
         SELECT fingerprint, service, severity, minute, -count(*)::integer AS count, min(at) AS first_at, max(at) AS last_at
           FROM gone GROUP BY 1, 2, 3, 4
       )
       INSERT INTO esm.tally (hit_fingerprints, hit_services, hit_severities, hit_minutes, hit_counts,
                              hit_first_seen, hit_last_seen)
       SELECT array_agg(fingerprint), array_agg(service), array_agg(severity), array_agg(minute), array_agg(count),
              array_agg(first_at), array_agg(last_at)
         FROM hit`,
    );
  } finally {
    await client.end();
  }
}
