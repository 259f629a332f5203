import { ask } from './ask.ts';
import type { Database } from './pool.ts';

/** What the errors' rate changed about an incident. */
export type RateChange = { readonly id: string; readonly change: 'escalating' | 'calmed' | 'unmuted' };

/** An incident escalates at so many errors in a minute, if they are also so many times its usual minute. */
const leastPerMinute = 10;
const timesUsual = 3;

/**
 * Marks incidents whose last full minute (by Kafka timestamp) is far above the median of the hour before, takes the
 * mark from those that calmed down, and unmutes those that grew louder than they were muted for.
 *
 * Any number of members may call it, every few seconds: each change is answered to exactly one of them. A resolved or
 * muted incident is left as it is. Of the minutes of a muting only those count that began after it.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function escalate(database: Database): Promise<readonly RateChange[]> {
  const unmuted = await ask<RateChange>(database, unmuteSql);
  const changed = await ask<RateChange>(database, escalateSql, [leastPerMinute, timesUsual]);
  return [...unmuted, ...changed];
}

/**
 * Only incidents that were loud in the last minutes are looked at more closely, all of them at once: what is not folded
 * yet (see `fold-sql.ts`) is read once for each mention of incident_minute. Served by folded_incident_minute_minute, then by the
 * primary key for the hour of the loud ones. Rows that somebody else holds are skipped: the next call sees them, and no
 * two statements ever wait for each other.
 */
const escalateSql = `
WITH busy AS MATERIALIZED (
  SELECT incident_id, sum(count) AS count
    FROM esm.incident_minute JOIN esm.fingerprint USING (fingerprint)
   WHERE minute = date_trunc('minute', now()) - interval '1 minute'
   GROUP BY incident_id
  HAVING sum(count) >= $1
),
usual AS (
  SELECT incident_id, array_agg(count) AS counts
    FROM (SELECT incident_id, minute, sum(count) AS count
            FROM esm.incident_minute JOIN esm.fingerprint USING (fingerprint)
           WHERE fingerprint = ANY (ARRAY(SELECT fingerprint FROM busy JOIN esm.fingerprint USING (incident_id)))
             AND minute >= date_trunc('minute', now()) - interval '61 minutes'
             AND minute < date_trunc('minute', now()) - interval '1 minute'
           GROUP BY incident_id, minute) AS minutes
   GROUP BY incident_id
),
rising AS (
  SELECT incident_id AS id
    FROM busy LEFT JOIN usual USING (incident_id)
   WHERE busy.count >= $2 * (
         SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY count)
           FROM unnest(counts || array_fill(0::numeric, ARRAY[60 - coalesce(cardinality(counts), 0)])) AS count)
),
flipped AS (
  SELECT id
    FROM esm.incident
   WHERE (escalating_at IS NOT NULL OR id IN (SELECT id FROM rising))
     AND (escalating_at IS NOT NULL) <> (id IN (SELECT id FROM rising))
     AND (resolved_at IS NULL OR regressed_at IS NOT NULL)
     AND coalesce(muted_until <= now(), true) AND muted_per_minute IS NULL
   ORDER BY id
     FOR UPDATE SKIP LOCKED
)
UPDATE esm.incident
   SET escalating_at = CASE WHEN escalating_at IS NULL THEN now() END
  FROM flipped
 WHERE incident.id = flipped.id
RETURNING incident.id, CASE WHEN escalating_at IS NULL THEN 'calmed' ELSE 'escalating' END AS change`;

/**
 * Who muted it up to a number wants to hear when it is louder: an alert, like an escalation.
 *
 * Served by incident_muted, fingerprint_incident, and an index of folded_incident_minute: of either, a few minutes are read.
 */
const unmuteSql = `
WITH muted AS MATERIALIZED (
  SELECT fingerprint, id, muted_at, muted_per_minute
    FROM esm.incident JOIN esm.fingerprint ON incident_id = id
   WHERE muted_per_minute IS NOT NULL
), louder AS (
  SELECT id
    FROM esm.incident_minute JOIN muted USING (fingerprint)
   WHERE minute >= date_trunc('minute', now()) - interval '5 minutes' AND minute <= now() AND minute >= muted_at
   GROUP BY id, minute, muted_per_minute
  HAVING sum(count) > muted_per_minute
), loud AS (
  SELECT id
    FROM esm.incident
   WHERE muted_per_minute IS NOT NULL AND id IN (SELECT id FROM louder)
   ORDER BY id
     FOR UPDATE SKIP LOCKED
), unmuted AS (
  UPDATE esm.incident
     SET muted_at = NULL, muted_per_minute = NULL
    FROM loud
   WHERE incident.id = loud.id
  RETURNING incident.id
)
SELECT id, 'unmuted' AS change
  FROM unmuted CROSS JOIN LATERAL esm.queue_alert(id, 'escalating')`;
