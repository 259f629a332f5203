import type { Grouping, Incident, IncidentDetail, TriageEntry } from '../types.ts';
import { ask } from './ask.ts';
import type { Database } from './pool.ts';
import { queryIncidents } from './query-incidents.ts';

/** One incident as lists show it; undefined when there is none with exactly this id. */
export async function queryIncident(database: Database, id: string): Promise<Incident | undefined> {
  return (await incidentsById(database, [id]))[0];
}

/** Incidents as lists show them, in any order; an id that there is none with is left out. */
export async function incidentsById(
  database: Database,
  ids: readonly string[],
): Promise<readonly Incident[]> {
  return (await queryIncidents(database, { ids, limit: ids.length })).incidents;
}

type DetailRow = {
  readonly exception_type: string | null;
  readonly tier: Grouping['tier'];
  readonly parts: readonly string[];
  readonly fingerprints: readonly string[];
  readonly resolved_at: Date | null;
  readonly regressed_at: Date | null;
  readonly muted_until: Date | null;
  readonly muted_per_minute: number | null;
};

/** The whole story of the incident with exactly this id. Served by the primary keys and fingerprint_incident. */
export async function queryIncidentDetail(
  database: Database,
  id: string,
): Promise<IncidentDetail | undefined> {
  const [incident, details, triage] = await Promise.all([
    queryIncident(database, id),
    ask<DetailRow>(
      database,
      `SELECT exception_type, tier, parts, resolved_at, regressed_at, muted_until, muted_per_minute,
              ARRAY(SELECT fingerprint FROM esm.fingerprint WHERE incident_id = id ORDER BY fingerprint) AS fingerprints
         FROM esm.incident
        WHERE id = $1`,
      [id],
    ),
    queryTriage(database, id),
  ]);
  const detail = details[0];
  if (incident === undefined || detail === undefined) return undefined;
  return {
    ...incident,
    exceptionType: detail.exception_type,
    grouping: { fingerprint: incident.fingerprint, tier: detail.tier, parts: detail.parts },
    fingerprints: detail.fingerprints,
    resolvedAt: detail.resolved_at?.getTime() ?? null,
    regressedAt: detail.regressed_at?.getTime() ?? null,
    mutedUntil: detail.muted_until?.getTime() ?? null,
    mutedPerMinute: detail.muted_per_minute,
    history: await queryHistory(database, incident, detail.fingerprints),
    triage,
  };
}

const hourMs = 3_600_000;
/** Up to this length the history goes by minute, beyond it by hour. */
const byMinuteMs = 6 * hourMs;
const historyMs = 7 * 24 * hourMs;
const maxBuckets = 1_000;

/**
 * Errors by minute or hour over the week before the last one. Served by the primary key of folded_incident_minute or
 * folded_incident_hour.
 *
 * Kafka timestamps can lie in the far future; the week then ends now.
 */
async function queryHistory(
  database: Database,
  { firstSeen, lastSeen }: Incident,
  fingerprints: readonly string[],
): Promise<IncidentDetail['history']> {
  const end = Math.min(lastSeen, Date.now());
  const unit = end - firstSeen <= byMinuteMs ? 'minute' : 'hour';
  const rows = await ask<{ at: Date; count: string }>(
    database,
    `SELECT ${unit} AS at, sum(count) AS count
       FROM esm.incident_${unit}
      WHERE fingerprint = ANY ($1) AND ${unit} > to_timestamp($2::float8 / 1000)
      GROUP BY 1 ORDER BY 1 DESC LIMIT $3`,
    [fingerprints, end - historyMs, maxBuckets],
  );
  return rows.map(({ at, count }) => ({ at: at.getTime(), count: Number(count) })).toReversed();
}

type TriageRow = {
  readonly triage_id: string;
  readonly at: Date;
  readonly action: TriageEntry['action'];
  readonly by: string;
  readonly note: string | null;
  readonly undone: boolean;
};

/** Newest first, at most 100. Served by triage_incident. */
async function queryTriage(database: Database, id: string): Promise<readonly TriageEntry[]> {
  const rows = await ask<TriageRow>(
    database,
    `SELECT triage_id, at, action, by, note, undone_at IS NOT NULL AS undone
       FROM esm.triage
      WHERE incident_id = $1
      ORDER BY triage_id DESC LIMIT 100`,
    [id],
  );
  return rows.map(({ triage_id, at, action, by, note, undone }) => {
    return { id: BigInt(triage_id), at: at.getTime(), action, by, note, undone };
  });
}
