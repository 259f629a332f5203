const columns = ['critical', 'error', 'exception', 'warn', 'info', 'debug', 'unknown'];
const counts = columns.join(', ');
const columnSums = columns.map((column) => `sum(${column})`).join(', ');
const severitySums = columns
  .map((column) => `coalesce(sum(count) FILTER (WHERE severity = '${column.toUpperCase()}'), 0) AS ${column}`)
  .join(', ');
const raised = (table: string) =>
  columns.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(', ');

/**
 * Moves at most $1 tallies into the counts of services and incidents, in one statement: all or nothing.
 *
 * Only rows that this statement itself deletes are added, so nothing is counted twice, whoever else folds. The lock
 * goes with the transaction and keeps members from waiting for each other's rows; who doesn't get it takes none. So folds
 * follow each other, and totals of a higher version are of a later one.
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
  SELECT fingerprint, service, severity, minute, count, first_seen, last_seen
    FROM taken, unnest(hit_fingerprints, hit_services, hit_severities, hit_minutes, hit_counts, hit_first_seen,
                       hit_last_seen)
                  AS hit (fingerprint, service, severity, minute, count, first_seen, last_seen)
),
event AS (
  SELECT service, severity, minute, count FROM hit
  UNION ALL
  SELECT service, severity, minute, count
    FROM taken, unnest(other_services, other_severities, other_minutes, other_counts)
                  AS other (service, severity, minute, count)
),
minute AS (
  SELECT minute, service, ${severitySums}
    FROM event GROUP BY minute, service
),
fold AS (
  UPDATE esm.fold SET version = version + 1 WHERE EXISTS (SELECT FROM taken) RETURNING version
),
folded_total AS (
  INSERT INTO esm.folded_total AS t (service, ${counts}, version)
  SELECT service, ${columnSums}, (SELECT version FROM fold) FROM minute GROUP BY service ORDER BY service
  ON CONFLICT (service) DO UPDATE SET ${raised('t')}, version = excluded.version
),
folded_minute AS (
  INSERT INTO esm.folded_minute AS m (minute, service, ${counts})
  SELECT * FROM minute ORDER BY minute, service
  ON CONFLICT (minute, service) DO UPDATE SET ${raised('m')}
),
folded_hour AS (
  INSERT INTO esm.folded_hour AS h (hour, service, ${counts})
  SELECT date_trunc('hour', minute, 'UTC') AS hour, service, ${columnSums}
    FROM minute GROUP BY hour, service ORDER BY hour, service
  ON CONFLICT (hour, service) DO UPDATE SET ${raised('h')}
),
incident_minute AS (
  SELECT fingerprint, minute, sum(count) AS count, min(first_seen) AS first_seen, max(last_seen) AS last_seen
    FROM hit GROUP BY fingerprint, minute
),
folded_incident_count AS (
  INSERT INTO esm.folded_incident_count AS i (fingerprint, count, first_seen, last_seen)
  SELECT fingerprint, sum(count), min(first_seen), max(last_seen)
    FROM incident_minute GROUP BY fingerprint ORDER BY fingerprint
  ON CONFLICT (fingerprint) DO UPDATE
     SET count = i.count + excluded.count,
         first_seen = least(i.first_seen, excluded.first_seen),
         last_seen = greatest(i.last_seen, excluded.last_seen)
),
folded_incident_minute AS (
  INSERT INTO esm.folded_incident_minute AS m (fingerprint, minute, count)
  SELECT fingerprint, minute, count FROM incident_minute ORDER BY fingerprint, minute
  ON CONFLICT (fingerprint, minute) DO UPDATE SET count = m.count + excluded.count
),
folded_incident_hour AS (
  INSERT INTO esm.folded_incident_hour AS h (fingerprint, hour, count)
  SELECT fingerprint, date_trunc('hour', minute, 'UTC') AS hour, sum(count)
    FROM incident_minute GROUP BY fingerprint, hour ORDER BY fingerprint, hour
  ON CONFLICT (fingerprint, hour) DO UPDATE SET count = h.count + excluded.count
)
SELECT count(*)::integer AS tallies FROM taken`;
