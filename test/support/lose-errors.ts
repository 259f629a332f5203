import { Client } from 'pg';

/**
 * Deletes errors as if a disk had lost them: the rows are gone, and all counts say so, those of services and of time by a
 * tally of what is to be taken off.
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
         RETURNING log_id, service, severity, fingerprint, date_trunc('minute', at, 'UTC') AS minute
       ), hit AS (
         SELECT fingerprint, service, severity, minute, -count(*)::integer AS count FROM gone GROUP BY 1, 2, 3, 4
       ), tally AS (
         INSERT INTO esm.tally (hit_fingerprints, hit_services, hit_severities, hit_minutes, hit_counts)
         SELECT array_agg(fingerprint), array_agg(service), array_agg(severity), array_agg(minute), array_agg(count)
           FROM hit
       )
       UPDATE esm.incident_count SET count = incident_count.count - lost.count
         FROM (SELECT log_id, fingerprint, count(*) AS count FROM gone GROUP BY 1, 2) AS lost
        WHERE incident_count.log_id = lost.log_id AND incident_count.fingerprint = lost.fingerprint`,
    );
  } finally {
    await client.end();
  }
}
