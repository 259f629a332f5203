import type { RegressedIncident } from '../types.ts';
import { countsOfPairSql } from './counts-of-pair.ts';

/**
 * Stores batches, each of another log, in one statement: all or nothing.
 *
 * `moved` is the compare-and-set of the positions; where it changes fewer than all, every other part writes nothing.
 * Incidents are made by `hit`, the errors that are really new, counted; a resolved incident regresses when one of them was
 * written by its service after the resolving, and one that turns CRITICAL stays so. Events that are not kept have no rows;
 * they count when all batches lie at or past `log.reached`. A batch that straddles `reached` is fenced: the caller waits until
 * others are past it, or splits it. Logs are locked first, and rows in the order of their keys, so that members never wait for
 * each other in a circle. Counts are rows that all members share: they are not raised here, `tally` appends what is to be
 * folded into them.
 *
 * Of the incidents in `hit` only those in `watched`, which may change, are looked at: mostly none. To look at each took 3 µs
 * more for an error of one of 5,000 incidents. `counted` is `hit` in lists.
 *
 * `IS TRUE` keeps the planner from a join: it expects ten rows of each list, and would compare all with all.
 *
 * Served by the primary keys of position, log, error, incident and fingerprint, and by incident_resolved.
 */
function statement(hits: string, answer: string): string {
  return `
WITH batch AS (
  SELECT log_id, start, next, reached, pruned, pruned_until
    FROM unnest($2::integer[], $3::bigint[], $4::bigint[]) AS b (log_id, start, next) JOIN esm.log USING (log_id)
   ORDER BY log_id
     FOR UPDATE OF log
),
moved AS (
  UPDATE esm.position
     SET next = batch.next, updated_at = now()
    FROM batch
   WHERE consumer_group = $1 AND position.log_id = batch.log_id AND position.next = start
     AND NOT (reached > start AND reached < batch.next)
  RETURNING position.log_id
),
fence AS (
  SELECT count(*) FROM moved HAVING count(*) = cardinality($2)
),
reach AS (
  UPDATE esm.log SET reached = greatest(log.reached, batch.next)
    FROM batch
   WHERE log.log_id = batch.log_id AND EXISTS (SELECT FROM fence)
  RETURNING batch.reached <= start AS fresh
),
${hits},
new_incident AS (
  INSERT INTO esm.incident (id, service, title, level, exception_type, tier, parts, first_seen)
  SELECT id, service, title, level, exception_type, tier, parts::jsonb, to_timestamp(first_seen / 1000)
    FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::float8[],
                $13::text[])
      AS i (id, service, title, level, exception_type, tier, parts, first_seen, fingerprint)
   WHERE (fingerprint IN (SELECT fingerprint FROM hit)) IS TRUE
     AND NOT EXISTS (SELECT FROM esm.fingerprint f WHERE f.fingerprint = i.fingerprint)
   ORDER BY id
  ON CONFLICT DO NOTHING
  RETURNING id
),
new_fingerprint AS (
  INSERT INTO esm.fingerprint (fingerprint, incident_id)
  SELECT fingerprint, id FROM unnest($13::text[], $5::text[]) AS f (fingerprint, id)
   WHERE (fingerprint IN (SELECT fingerprint FROM hit)) IS TRUE
   ORDER BY fingerprint
  ON CONFLICT DO NOTHING
),
found AS (
  SELECT fingerprint, incident_id FROM esm.fingerprint WHERE fingerprint = ANY ((SELECT fingerprints FROM counted)::text[])
),
watched AS (
  SELECT id FROM esm.incident
   WHERE id = ANY (ARRAY(SELECT incident_id FROM found)) AND resolved_at IS NOT NULL AND regressed_at IS NULL
  UNION
  SELECT id FROM esm.incident
   WHERE id = ANY (ARRAY(SELECT incident_id FROM esm.fingerprint
                          WHERE fingerprint = ANY ((SELECT critical FROM counted)::text[])))
     AND level <> 'CRITICAL'
),
changed AS (
  UPDATE esm.incident
     SET regressed_at = CASE WHEN regressed_at IS NULL AND resolved_at < newest THEN now() ELSE regressed_at END,
         level = CASE WHEN critical THEN 'CRITICAL' ELSE level END
    FROM (SELECT incident_id, max(newest) AS newest, bool_or(severity = 'CRITICAL') AS critical
            FROM hit JOIN esm.fingerprint USING (fingerprint)
           WHERE EXISTS (SELECT FROM watched) AND (incident_id IN (SELECT id FROM watched)) IS TRUE
           GROUP BY incident_id) AS known
   WHERE incident.id = known.incident_id
     AND ((regressed_at IS NULL AND resolved_at < newest) OR (critical AND level <> 'CRITICAL'))
  RETURNING id, first_seen, regressed_at = now() AS came_back
),
regressed AS (
  SELECT id, first_seen FROM changed WHERE came_back
),
pair AS (
  SELECT incident_id, fingerprint FROM esm.fingerprint WHERE incident_id = ANY (ARRAY(SELECT id FROM regressed))
),
before AS (
  SELECT incident_id AS id, sum(count) AS count
    FROM pair JOIN (${countsOfPairSql}) AS each USING (fingerprint)
   GROUP BY incident_id
),
tally AS (
  INSERT INTO esm.tally (hit_fingerprints, hit_services, hit_severities, hit_minutes, hit_counts,
                         hit_first_seen, hit_last_seen,
                         other_services, other_severities, other_minutes, other_counts)
  SELECT fingerprints, hits.services, hits.severities, hits.minutes, hits.counts, first_seen, last_seen, others.*
    FROM (SELECT) AS batches
    LEFT JOIN counted AS hits ON true
    LEFT JOIN (SELECT $14::text[] AS services, $15::text[], $16::timestamptz[], $17::integer[]
                WHERE cardinality($14) > 0 AND (SELECT bool_and(fresh) FROM reach)) AS others ON true
   WHERE fingerprints IS NOT NULL OR others.services IS NOT NULL
),
set_aside AS (
  INSERT INTO esm.dead_letter (log_id, "offset", at, reason, sample)
  SELECT log_id, "offset", to_timestamp(at / 1000), reason, sample
    FROM unnest($18::integer[], $19::bigint[], $20::float8[], $21::text[], $22::text[])
      AS d (log_id, "offset", at, reason, sample)
   WHERE EXISTS (SELECT FROM fence)
  ON CONFLICT DO NOTHING
)
${answer}`;
}

/** SQLSTATE of batches whose position was moved. */
export const movedState = 'ESM01';
/** SQLSTATE of batches with an error whose incident is neither stored nor among the newcomers. */
export const unknownState = 'ESM02';

/**
 * Who stores batches names only those incidents that it has not stored before. A database that was set back to an older
 * state has forgotten some of them, and an error without its incident would be seen by no query.
 */
const unlessUnknown = `
CASE WHEN (SELECT count(*) FROM found) >= coalesce((SELECT cardinality(fingerprints) FROM counted), 0) THEN true
     WHEN EXISTS (SELECT FROM hit
                   WHERE fingerprint NOT IN (SELECT fingerprint FROM found)
                     AND fingerprint NOT IN (SELECT unnest($13::text[])))
     THEN esm.refuse('An incident is not known.', '${unknownState}') ELSE true END`;

const newIncidents = 'ARRAY(SELECT id FROM new_incident)';
const regressedIncidents = `
  (SELECT coalesce(json_agg(json_build_object(
            'id', id,
            'firstSeen', extract(epoch FROM first_seen) * 1000,
            'countBefore', coalesce(before.count, 0))), '[]')
     FROM regressed LEFT JOIN before USING (id))`;

/**
 * Inserts the errors of one log under their coordinates, and counts those that were not there. Those that retention may have
 * dropped were counted before. None of them is ever copied: `pruned` is at most `reached`.
 *
 * Not by a join with `batch`: the planner would expect ten times as many rows, and plan the statement anew each time (1.4 ms of the
 * server for an error alone, 0.6 with one plan for all).
 */
const insertedHits = `
inserted AS (
  INSERT INTO esm.error (at, log_id, "offset", part, severity, service, fingerprint, "time", message, logger, host,
                         exception_type, stack, trace_id, format, fields)
  SELECT to_timestamp(at / 1000), ($2::integer[])[1], "offset", part, severity, service, fingerprint, to_timestamp("time" / 1000),
         message, logger, host, exception_type, stack, trace_id, format, fields::json
    FROM unnest($23::float8[], $24::bigint[], $25::smallint[], $26::text[], $27::text[], $28::text[], $29::float8[],
                $30::text[], $31::text[], $32::text[], $33::text[], $34::text[], $35::text[], $36::text[], $37::text[])
      AS e (at, "offset", part, severity, service, fingerprint, "time", message, logger, host,
            exception_type, stack, trace_id, format, fields)
   WHERE EXISTS (SELECT FROM fence)
     AND ("offset" >= (SELECT pruned FROM batch) OR to_timestamp(at / 1000) >= (SELECT pruned_until FROM batch))
  ON CONFLICT DO NOTHING
  RETURNING at, "time", severity, service, fingerprint
),
hit AS (
  SELECT fingerprint, service, severity, date_trunc('minute', at, 'UTC') AS minute, count(*) AS count,
         min(at) AS first_at, max(at) AS last_at, max("time") AS newest
    FROM inserted GROUP BY fingerprint, service, severity, minute
),
counted AS (
  SELECT array_agg(fingerprint) AS fingerprints, array_agg(service) AS services, array_agg(severity) AS severities,
         array_agg(minute) AS minutes, array_agg(count::integer) AS counts,
         array_agg(first_at) AS first_seen, array_agg(last_at) AS last_seen,
         array_agg(fingerprint) FILTER (WHERE severity = 'CRITICAL') AS critical
    FROM hit
)`;

/** Takes the counts as they are: the errors were inserted before. Its lists go into the tally whole. */
const copiedHits = `
counted AS (
  SELECT $23::text[] AS fingerprints, $24::text[] AS services, $25::text[] AS severities, $26::timestamptz[] AS minutes,
         $27::integer[] AS counts, $28::timestamptz[] AS first_seen, $29::timestamptz[] AS last_seen,
         $31::text[] AS critical
   WHERE cardinality($23) > 0 AND EXISTS (SELECT FROM fence)
),
hit AS (
  SELECT fingerprint, severity, newest
    FROM unnest($23::text[], $25::text[], $30::timestamptz[]) AS h (fingerprint, severity, newest)
   WHERE EXISTS (SELECT FROM fence)
)`;

/**
 * Locks logs before their errors are copied: groups that share a database may store the same errors at the same time, and
 * would wait for each other's rows in a circle.
 */
export const lockLogsSql = 'SELECT FROM esm.log WHERE log_id = ANY ($1) ORDER BY log_id FOR UPDATE';

/**
 * Stores a batch whose errors may be stored already: one transaction, one round trip. Fails with `unknownState`, which takes
 * all back.
 */
export const saveBatchSql = statement(
  insertedHits,
  `
SELECT (SELECT coalesce(sum(count), 0) FROM hit) AS inserted, ${newIncidents} AS new_incidents,
       ${regressedIncidents} AS regressed_incidents
  FROM fence
 WHERE ${unlessUnknown}`,
);

/**
 * The rest of batches whose errors were all copied in the same transaction: answers a `Told` as JSON, or fails, which
 * takes all back: with `movedState` when a position was moved, events were counted before, or retention has dropped a day in
 * which stacks were to be found; or with `unknownState`.
 */
export const saveCopiedSql = statement(
  copiedHits,
  `
SELECT json_build_object('newIncidents', ${newIncidents}, 'regressedIncidents', ${regressedIncidents})
 WHERE CASE WHEN (SELECT count(*) FROM fence) = 1 AND (SELECT bool_and(fresh) FROM reach)
                 AND (SELECT bool_and(pruned_until <= to_timestamp($32::float8 / 1000)) FROM batch) THEN ${unlessUnknown}
            ELSE esm.refuse('A position was moved.', '${movedState}') END`,
);

/** What is told of incidents that came with batches. */
export type Told = {
  readonly newIncidents: readonly string[];
  readonly regressedIncidents: readonly RegressedIncident[];
};

/** The one row that `saveBatchSql` returns; no row means that the batch was fenced. */
export type SavedRow = {
  readonly inserted: string;
  readonly new_incidents: Told['newIncidents'];
  readonly regressed_incidents: Told['regressedIncidents'];
};
