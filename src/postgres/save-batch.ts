import type { RegressedIncident } from '../types.ts';
import type { TotalRow } from './total-row.ts';

/**
 * Stores one batch of one log in one statement.
 *
 * `fence` is the compare-and-set of the position; when it changes no row, every other part writes nothing. Incidents and
 * totals are raised by `hit`, the errors that are really new, counted; a resolved incident regresses when one of
 * them was written by its service after the resolving, and one that turns CRITICAL stays so. Events that are not kept
 * have no rows; they count when the batch lies at or past `log.reached`. A batch that straddles `reached` is fenced, the
 * caller splits it. Rows are inserted in key order, so that members never wait for each other in a circle. Minutes and
 * hours are rows that all members share: they are not raised here, `tally` appends what is to be folded into them.
 *
 * Served by the primary keys of position, log, error, total and incident_count.
 */
function statement(hits: string): string {
  return `
WITH fence AS (
  UPDATE esm.position
     SET next = $4, version = version + 1, updated_at = now()
   WHERE consumer_group = $1 AND log_id = $2 AND next = $3
     AND NOT EXISTS (SELECT FROM esm.log WHERE log_id = $2 AND reached > $3 AND reached < $4)
  RETURNING version
),
prior AS (
  SELECT log_id, reached FROM esm.log WHERE log_id = $2 AND EXISTS (SELECT FROM fence) FOR UPDATE
),
reach AS (
  UPDATE esm.log SET reached = greatest(log.reached, $4)
    FROM prior WHERE log.log_id = prior.log_id
  RETURNING prior.reached <= $3 AS fresh
),
new_incident AS (
  INSERT INTO esm.incident (id, service, title, level, exception_type, tier, parts, first_seen)
  SELECT id, service, title, level, exception_type, tier, parts::jsonb, to_timestamp(first_seen / 1000)
    FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::float8[],
                $13::text[])
      AS i (id, service, title, level, exception_type, tier, parts, first_seen, fingerprint)
   WHERE EXISTS (SELECT FROM fence)
     AND NOT EXISTS (SELECT FROM esm.fingerprint f WHERE f.fingerprint = i.fingerprint)
   ORDER BY id
  ON CONFLICT DO NOTHING
  RETURNING id
),
new_fingerprint AS (
  INSERT INTO esm.fingerprint (fingerprint, incident_id)
  SELECT fingerprint, id FROM unnest($13::text[], $5::text[]) AS f (fingerprint, id)
   WHERE EXISTS (SELECT FROM fence)
   ORDER BY fingerprint
  ON CONFLICT DO NOTHING
),
${hits},
changed AS (
  UPDATE esm.incident
     SET regressed_at = CASE WHEN regressed_at IS NULL AND resolved_at < newest THEN now() ELSE regressed_at END,
         level = CASE WHEN critical THEN 'CRITICAL' ELSE level END
    FROM (SELECT incident_id, max(newest) AS newest, bool_or(severity = 'CRITICAL') AS critical
            FROM hit JOIN esm.fingerprint USING (fingerprint) GROUP BY incident_id) AS hit
   WHERE incident.id = hit.incident_id
     AND ((regressed_at IS NULL AND resolved_at < newest) OR (critical AND level <> 'CRITICAL'))
  RETURNING id, first_seen, regressed_at = now() AS came_back
),
regressed AS (
  SELECT id, first_seen FROM changed WHERE came_back
),
incident_count AS (
  INSERT INTO esm.incident_count (fingerprint, log_id, count, first_seen, last_seen)
  SELECT fingerprint, $2, sum(count), min(first_at), max(last_at) FROM hit GROUP BY fingerprint ORDER BY fingerprint
  ON CONFLICT (fingerprint, log_id) DO UPDATE
     SET count = incident_count.count + excluded.count,
         first_seen = least(incident_count.first_seen, excluded.first_seen),
         last_seen = greatest(incident_count.last_seen, excluded.last_seen)
),
other AS (
  SELECT service, to_timestamp(minute / 1000) AS minute, warn, info, debug, unknown
    FROM unnest($14::text[], $15::float8[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[])
      AS o (service, minute, warn, info, debug, unknown)
   WHERE (SELECT fresh FROM reach)
),
tally AS (
  INSERT INTO esm.tally (hit_fingerprints, hit_services, hit_severities, hit_minutes, hit_counts,
                         other_services, other_minutes, other_warn, other_info, other_debug, other_unknown)
  SELECT *
    FROM (SELECT array_agg(fingerprint) AS fingerprints, array_agg(service), array_agg(severity), array_agg(minute),
                 array_agg(count::integer)
            FROM hit) AS hits,
         (SELECT array_agg(service) AS services, array_agg(minute), array_agg(warn::integer), array_agg(info::integer),
                 array_agg(debug::integer), array_agg(unknown::integer)
            FROM other) AS others
   WHERE fingerprints IS NOT NULL OR services IS NOT NULL
),
counted AS (
  SELECT service,
         CASE severity WHEN 'CRITICAL' THEN count ELSE 0 END AS critical,
         CASE severity WHEN 'ERROR' THEN count ELSE 0 END AS error,
         CASE severity WHEN 'EXCEPTION' THEN count ELSE 0 END AS exception,
         0 AS warn, 0 AS info, 0 AS debug, 0 AS unknown
    FROM hit
  UNION ALL
  SELECT service, 0, 0, 0, warn, info, debug, unknown FROM other
),
total AS (
  INSERT INTO esm.total (log_id, service, critical, error, exception, warn, info, debug, unknown)
  SELECT $2, service, sum(critical), sum(error), sum(exception), sum(warn), sum(info), sum(debug), sum(unknown)
    FROM counted GROUP BY service ORDER BY service
  ON CONFLICT (log_id, service) DO UPDATE
     SET critical = total.critical + excluded.critical, error = total.error + excluded.error,
         exception = total.exception + excluded.exception, warn = total.warn + excluded.warn,
         info = total.info + excluded.info, debug = total.debug + excluded.debug,
         unknown = total.unknown + excluded.unknown
  RETURNING service, critical, error, exception, warn, info, debug, unknown
),
set_aside AS (
  INSERT INTO esm.dead_letter (log_id, "offset", at, reason, sample)
  SELECT $2, "offset", to_timestamp(at / 1000), reason, sample
    FROM unnest($20::bigint[], $21::float8[], $22::text[], $23::text[]) AS d ("offset", at, reason, sample)
   WHERE EXISTS (SELECT FROM fence)
  ON CONFLICT DO NOTHING
)
SELECT version,
       (SELECT coalesce(sum(count), 0) FROM hit) AS inserted,
       (SELECT coalesce(json_agg(total), '[]') FROM total) AS totals,
       ARRAY(SELECT id FROM new_incident) AS new_incidents,
       (SELECT coalesce(json_agg(json_build_object(
                 'id', id,
                 'firstSeen', extract(epoch FROM first_seen) * 1000,
                 'countBefore', (SELECT coalesce(sum(count), 0)
                                   FROM esm.incident_count JOIN esm.fingerprint USING (fingerprint)
                                  WHERE incident_id = regressed.id))), '[]')
          FROM regressed) AS regressed_incidents
  FROM fence`;
}

/** Inserts the errors under their coordinates, and counts those that were not there. */
const insertedHits = `
inserted AS (
  INSERT INTO esm.error (at, log_id, "offset", part, severity, service, fingerprint, "time", message, logger, host,
                         exception_type, stack, trace_id, format, fields)
  SELECT to_timestamp(at / 1000), $2, "offset", part, severity, service, fingerprint, to_timestamp("time" / 1000),
         message, logger, host, exception_type, stack, trace_id, format, fields::jsonb
    FROM unnest($24::float8[], $25::bigint[], $26::smallint[], $27::text[], $28::text[], $29::text[], $30::float8[],
                $31::text[], $32::text[], $33::text[], $34::text[], $35::text[], $36::text[], $37::text[], $38::text[])
      AS e (at, "offset", part, severity, service, fingerprint, "time", message, logger, host,
            exception_type, stack, trace_id, format, fields)
   WHERE EXISTS (SELECT FROM fence)
  ON CONFLICT DO NOTHING
  RETURNING at, "time", severity, service, fingerprint
),
hit AS (
  SELECT fingerprint, service, severity, date_trunc('minute', at, 'UTC') AS minute, count(*) AS count,
         min(at) AS first_at, max(at) AS last_at, max("time") AS newest
    FROM inserted GROUP BY fingerprint, service, severity, 4
)`;

/** Takes the counts as they are: the errors were inserted before. */
const copiedHits = `
hit AS (
  SELECT fingerprint, service, severity, to_timestamp(minute / 1000) AS minute, count,
         to_timestamp(first_at / 1000) AS first_at, to_timestamp(last_at / 1000) AS last_at,
         to_timestamp(newest / 1000) AS newest
    FROM unnest($24::text[], $25::text[], $26::text[], $27::float8[], $28::bigint[], $29::float8[], $30::float8[],
                $31::float8[])
      AS h (fingerprint, service, severity, minute, count, first_at, last_at, newest)
   WHERE EXISTS (SELECT FROM fence)
)`;

/** Stores a batch whose errors may be stored already: one transaction, one round trip. */
export const saveBatchSql = statement(insertedHits);

/** The rest of a batch whose errors were all copied in the same transaction. */
export const saveCopiedSql = statement(copiedHits);

/** The one row that the statement returns; no row means that the batch was fenced. */
export type SavedRow = {
  readonly version: string;
  readonly inserted: string;
  readonly totals: readonly TotalRow[];
  readonly new_incidents: readonly string[];
  readonly regressed_incidents: readonly RegressedIncident[];
};
