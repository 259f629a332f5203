import type { FastifyInstance } from 'fastify';
import { iso } from '../output/json-lines.ts';
import { errorsIn, eventsIn, keptSeverities } from '../severity-counts.ts';
import type { HttpStore } from './http-store.ts';
import { answers, limit, maxLimit, parameters, serviceList, statistics } from './schemas.ts';

/** `GET /api/v1/logs/stats` and `GET /api/v1/logs/services`: what the store counted. */
export function addStatsRoutes(app: FastifyInstance, store: () => HttpStore, uptimeMs: () => number): void {
  app.get(
    '/api/v1/logs/stats',
    {
      schema: {
        summary: 'Counts of the whole store, by service and by level',
        querystring: parameters({}),
        response: answers(statistics, 'Counts'),
      },
    },
    async () => {
      const { counts, services, lastErrorAt } = await store().stats();
      return {
        total_errors: errorsIn(counts),
        // A service may be called like anything that objects have: entries make own fields of all.
        errors_by_service: Object.fromEntries(services.map(({ service, errors }) => [service, errors])),
        errors_by_level: Object.fromEntries(keptSeverities.map((level) => [level, counts[level]])),
        last_error_time: lastErrorAt === null ? null : iso(lastErrorAt),
        uptime_seconds: Math.floor(uptimeMs() / 1_000),
        records_processed: eventsIn(counts),
      };
    },
  );

  app.get<{ Querystring: { readonly limit: number } }>(
    '/api/v1/logs/services',
    {
      schema: {
        summary: 'Services, those with the most errors first',
        querystring: parameters({ limit }),
        response: answers(serviceList, 'Services'),
      },
    },
    async ({ query }) => {
      const services = await store().services(Math.min(query.limit, maxLimit));
      return {
        services: services.map(({ service, errors, lastSeen }) => ({
          name: service,
          error_count: errors,
          last_error: lastSeen === null ? null : iso(lastSeen),
        })),
      };
    },
  );
}
