/**
 * Moves at most $1 tallies into the minutes and hours, in one statement: both or nothing.
 *
 * Only rows that this statement itself deletes are added, so nothing is counted twice, whoever else folds. The lock
 * goes with the transaction and only keeps members from waiting for each other's rows; who doesn't get it takes none.
 * `hit` and `other` take a tally apart as the views of the schema do.
 *
 * Tallies are few and read in the order in which they lie; served by the primary keys of the folded tables.
 */
export const foldSql = `
WITH turn AS MATERIALIZED (
  SELECT pg_try_advisory_xact_lock(hashtext('esm.fold')) AS ours
),
taken AS (
  DELETE FROM esm.tally
   WHERE ctid = ANY (ARRAY(SELECT ctid FROM esm.tally WHERE (SELECT ours FROM turn) LIMIT $1))
  RETURNING *
),
hit AS (
  SELECT fingerprint, service, severity, minute, count
    FROM taken, unnest(hit_fingerprints, hit_services, hit_severities, hit_minutes, hit_counts)
                  AS hit (fingerprint, service, severity, minute, count)
),
event AS (
  SELECT service, minute,
         CASE severity WHEN 'CRITICAL' THEN count ELSE 0 END AS critical,
         CASE severity WHEN 'ERROR' THEN count ELSE 0 END AS error,
         CASE severity WHEN 'EXCEPTION' THEN count ELSE 0 END AS exception,
         0 AS warn, 0 AS info, 0 AS debug, 0 AS unknown
    FROM hit
  UNION ALL
  SELECT service, minute, 0, 0, 0, warn, info, debug, unknown
    FROM taken, unnest(other_services, other_minutes, other_warn, other_info, other_debug, other_unknown)
                  AS other (service, minute, warn, info, debug, unknown)
),
minute AS (
  SELECT minute, service, sum(critical) AS critical, sum(error) AS error, sum(exception) AS exception, sum(warn) AS warn,
         sum(info) AS info, sum(debug) AS debug, sum(unknown) AS unknown
    FROM event GROUP BY minute, service
),
folded_minute AS (
  INSERT INTO esm.folded_minute AS m (minute, service, critical, error, exception, warn, info, debug, unknown)
  SELECT * FROM minute ORDER BY minute, service
  ON CONFLICT (minute, service) DO UPDATE
     SET critical = m.critical + excluded.critical, error = m.error + excluded.error,
         exception = m.exception + excluded.exception, warn = m.warn + excluded.warn, info = m.info + excluded.info,
         debug = m.debug + excluded.debug, unknown = m.unknown + excluded.unknown
),
folded_hour AS (
  INSERT INTO esm.folded_hour AS h (hour, service, critical, error, exception, warn, info, debug, unknown)
  SELECT date_trunc('hour', minute, 'UTC') AS hour, service, sum(critical), sum(error), sum(exception), sum(warn),
         sum(info), sum(debug), sum(unknown)
    FROM minute GROUP BY hour, service ORDER BY hour, service
  ON CONFLICT (hour, service) DO UPDATE
     SET critical = h.critical + excluded.critical, error = h.error + excluded.error,
         exception = h.exception + excluded.exception, warn = h.warn + excluded.warn, info = h.info + excluded.info,
         debug = h.debug + excluded.debug, unknown = h.unknown + excluded.unknown
),
incident_minute AS (
  SELECT fingerprint, minute, sum(count) AS count FROM hit GROUP BY fingerprint, minute
),
folded_incident_minute AS (
  INSERT INTO esm.folded_incident_minute AS m (fingerprint, minute, count)
  SELECT * FROM incident_minute ORDER BY fingerprint, minute
  ON CONFLICT (fingerprint, minute) DO UPDATE SET count = m.count + excluded.count
),
folded_incident_hour AS (
  INSERT INTO esm.folded_incident_hour AS h (fingerprint, hour, count)
  SELECT fingerprint, date_trunc('hour', minute, 'UTC') AS hour, sum(count)
    FROM incident_minute GROUP BY fingerprint, hour ORDER BY fingerprint, hour
  ON CONFLICT (fingerprint, hour) DO UPDATE SET count = h.count + excluded.count
)
SELECT count(*)::integer AS tallies FROM taken`;
