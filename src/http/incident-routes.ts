import type { FastifyInstance } from 'fastify';
import { iso } from '../output/json-lines.ts';
import type { IncidentFilter } from '../ports.ts';
import type { Incident, IncidentStatus, KeptSeverity } from '../types.ts';
import type { HttpStore } from './http-store.ts';
import { answers, incidentList, level, limit, maxLimit, parameters, serviceName, status } from './schemas.ts';

type IncidentParameters = {
  readonly limit: number;
  readonly service?: string;
  readonly status?: IncidentStatus;
  readonly level?: KeptSeverity;
  readonly sort: NonNullable<IncidentFilter['sort']>;
};

const sort = { type: 'string', enum: ['last-seen', 'first-seen', 'count'], default: 'last-seen' } as const;

/** `GET /api/v1/incidents`: the problems behind the errors. */
export function addIncidentRoutes(app: FastifyInstance, store: () => HttpStore): void {
  app.get<{ Querystring: IncidentParameters }>(
    '/api/v1/incidents',
    {
      schema: {
        summary: 'Incidents, the latest, the newest or the most frequent first',
        querystring: parameters({ limit, service: serviceName, status, level, sort }),
        response: answers(incidentList, 'Incidents'),
      },
    },
    async ({ query }) => {
      const incidents = await store().incidents({
        limit: Math.min(query.limit, maxLimit),
        sort: query.sort,
        ...(query.service === undefined ? {} : { services: [query.service] }),
        ...(query.status === undefined ? {} : { statuses: [query.status] }),
        ...(query.level === undefined ? {} : { levels: [query.level] }),
      });
      return { incidents: incidents.map(toAnswer), count: incidents.length };
    },
  );
}

function toAnswer({ firstSeen, lastSeen, ...rest }: Incident) {
  return { ...rest, first_seen: iso(firstSeen), last_seen: iso(lastSeen) };
}
