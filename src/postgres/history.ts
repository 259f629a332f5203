import type { History } from '../ports.ts';
import { findIncident } from './find-incident.ts';
import type { Database } from './pool.ts';
import { queryIncidentDetail } from './query-incident.ts';
import { queryIncidents } from './query-incidents.ts';
import { queryOccurrences } from './query-occurrences.ts';
import { queryTimeline } from './query-timeline.ts';

/** The past as Postgres holds it, one file a query. */
export function createHistory(database: Database): History {
  return {
    incidents: async (filter) => (await queryIncidents(database, filter)).incidents,
    incident: async (text) => {
      const { id } = await findIncident(database, text);
      return id === undefined ? undefined : await queryIncidentDetail(database, id);
    },
    occurrences: async (text, limit, before) => {
      const { id } = await findIncident(database, text);
      return id === undefined ? [] : await queryOccurrences(database, id, limit, before);
    },
    timeline: (since, until, bucketMs, services) =>
      queryTimeline(database, { since, until, bucketMs }, services),
  };
}
