/**
 * The statements of `alert-queue.ts`. `$1` is always the target. The tables are small: what was sent or given up goes
 * after a day, and what waits is held to the cap.
 */

/** Leads the address, or goes on leading it; no row when another member does. Served by the primary key. */
export const leaseSql = `
UPDATE esm.alert_target
   SET leader = $2, lease_until = now() + $3::float8 * interval '1 ms', seen_at = now()
 WHERE target_id = $1 AND (leader = $2 OR lease_until IS NULL OR lease_until <= now())
RETURNING more_since IS NOT NULL
       OR EXISTS (SELECT FROM esm.alert WHERE alert.target_id = $1
                     AND (sent_at IS NULL OR at < now() - interval '1 day')) AS busy`;

/**
 * Drops what need not be told (any more): of incidents that are muted or resolved by now, of incidents none of whose
 * latest 1,000 errors is in this group's logs, and the same change of the same incident within an hour; and all that is
 * older than a day.
 *
 * Served by alert_target_order, alert_incident and error_fingerprint. A value and not EXISTS, which the server may turn into
 * a list of all incidents with an error of the group.
 */
export const unwantedSql = `
DELETE FROM esm.alert
 WHERE target_id = $1
   AND (at < now() - interval '1 day'
     OR sent_at IS NULL AND incident_id IS NOT NULL
    AND (EXISTS (SELECT FROM esm.incident_status
                  WHERE id = incident_id AND status IN ('MUTED', 'RESOLVED'))
      OR (SELECT true
            FROM esm.fingerprint,
                 LATERAL (SELECT log_id FROM esm.error
                           WHERE error.fingerprint = fingerprint.fingerprint ORDER BY at DESC LIMIT 1000) AS latest
            JOIN esm.position USING (log_id)
           WHERE fingerprint.incident_id = alert.incident_id AND consumer_group = $2
           LIMIT 1) IS NULL
      OR EXISTS (SELECT FROM esm.alert AS earlier
                  WHERE earlier.incident_id = alert.incident_id AND earlier.target_id = $1
                    AND earlier.change = alert.change AND earlier.alert_id < alert.alert_id
                    AND (earlier.sent_at IS NULL OR earlier.sent_at > now() - interval '1 hour'))))`;

/** Messages of the last hour that count against the cap. */
const sentSql = `
(SELECT count(*) FROM esm.alert
  WHERE target_id = $1 AND sent_at > now() - interval '1 hour' AND change NOT IN ('silence', 'silence-over'))`;

/**
 * Takes changes out of the queue, and counts them for a summary: those beyond $2 messages an hour, less the one kept for
 * the summary; those that wait for an hour already; and new incidents that began longer ago (a backlog is being read).
 *
 * Served by alert_target_order and the primary key of incident.
 */
export const foldSql = `
WITH waiting AS (
  SELECT alert_id, stale, count(*) FILTER (WHERE NOT stale) OVER (ORDER BY alert_id) AS place
    FROM (SELECT alert_id, at < now() - interval '1 hour'
                        OR change = 'new' AND first_seen < now() - interval '1 hour' AS stale
            FROM esm.alert JOIN esm.incident ON id = incident_id
           WHERE target_id = $1 AND sent_at IS NULL) AS each
), taken AS (
  DELETE FROM esm.alert
   USING waiting
   WHERE alert.alert_id = waiting.alert_id AND (stale OR place > $2::int - 1 - ${sentSql})
  RETURNING change
), counted AS (
  SELECT count(*) FILTER (WHERE change = 'new') AS new,
         count(*) FILTER (WHERE change = 'regressed') AS regressed,
         count(*) FILTER (WHERE change = 'escalating') AS escalating
    FROM taken
  HAVING count(*) > 0
)
UPDATE esm.alert_target
   SET more_new = CASE WHEN more_since IS NULL THEN 0 ELSE more_new END + new,
       more_regressed = CASE WHEN more_since IS NULL THEN 0 ELSE more_regressed END + regressed,
       more_escalating = CASE WHEN more_since IS NULL THEN 0 ELSE more_escalating END + escalating,
       more_since = coalesce(more_since, now())
  FROM counted
 WHERE target_id = $1`;

/** Makes a message of what was counted for a minute, when the hour has room for one and no other such waits. */
export const summarySql = `
WITH due AS (
  UPDATE esm.alert_target
     SET more_since = NULL
    FROM (SELECT more_since AS since FROM esm.alert_target WHERE target_id = $1 FOR UPDATE) AS before
   WHERE target_id = $1 AND more_since <= now() - interval '1 minute' AND ${sentSql} < $2::int
     AND NOT EXISTS (SELECT FROM esm.alert WHERE target_id = $1 AND change = 'summary' AND sent_at IS NULL)
  RETURNING since, more_new, more_regressed, more_escalating
)
INSERT INTO esm.alert (target_id, change, about)
SELECT $1, 'summary',
       jsonb_build_object('new', more_new, 'regressed', more_regressed, 'escalating', more_escalating,
                          'since', round(extract(epoch FROM since) * 1000))
  FROM due`;

/**
 * Says once that the group stored no records for $3 ms. A group that this process began to watch $4 ms ago is silent
 * since then at the earliest: nobody watched before. Served by the primary key of position.
 */
export const silenceSql = `
WITH quiet AS (
  SELECT greatest(max(updated_at), now() - $4::float8 * interval '1 ms') AS since
    FROM esm.position WHERE consumer_group = $2
), fell AS (
  UPDATE esm.alert_target
     SET silent_since = since
    FROM quiet
   WHERE target_id = $1 AND silent_since IS NULL AND since <= now() - $3::float8 * interval '1 ms'
  RETURNING since
)
INSERT INTO esm.alert (target_id, change, about)
SELECT $1, 'silence', jsonb_build_object('since', round(extract(epoch FROM since) * 1000)) FROM fell`;

/** Says that records arrive again. A silence that was not told yet needs no end either. */
export const silenceOverSql = `
WITH before AS (
  SELECT silent_since AS since FROM esm.alert_target WHERE target_id = $1 FOR UPDATE
), back AS (
  UPDATE esm.alert_target
     SET silent_since = NULL
    FROM before
   WHERE target_id = $1 AND silent_since < (SELECT max(updated_at) FROM esm.position WHERE consumer_group = $2)
  RETURNING since
), untold AS (
  DELETE FROM esm.alert
   WHERE target_id = $1 AND change = 'silence' AND sent_at IS NULL AND EXISTS (SELECT FROM back)
  RETURNING alert_id
)
INSERT INTO esm.alert (target_id, change, about)
SELECT $1, 'silence-over', jsonb_build_object('since', round(extract(epoch FROM since) * 1000))
  FROM back WHERE NOT EXISTS (SELECT FROM untold)`;

/** Served by alert_target_order. */
export const nextSql = `
SELECT alert_id AS id, change, incident_id AS incident, about, round(extract(epoch FROM at) * 1000)::float8 AS at
  FROM esm.alert
 WHERE target_id = $1 AND sent_at IS NULL
 ORDER BY alert_id
 LIMIT 1`;
