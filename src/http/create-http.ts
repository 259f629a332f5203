import swagger from '@fastify/swagger';
import { type FastifyInstance, fastify } from 'fastify';
import { MonitorError } from '../errors.ts';
import type { Health } from '../health.ts';
import { answerError, answerErrors, type OnFailure } from './answer-errors.ts';
import type { Counters } from './counters.ts';
import { addErrorRoutes } from './error-routes.ts';
import { addGrafanaRoutes } from './grafana-routes.ts';
import { guard } from './guard.ts';
import { addHealthRoute } from './health-route.ts';
import type { HttpStore } from './http-store.ts';
import { addIncidentRoutes } from './incident-routes.ts';
import { addMetricsRoute } from './metrics-route.ts';
import { parameters } from './schemas.ts';
import { addStatsRoutes } from './stats-routes.ts';
import type { TransactionTimes } from './transaction-times.ts';

export type HttpParts = {
  /** Undefined until the store is open: what needs it answers 503 meanwhile. */
  readonly store: () => HttpStore | undefined;
  readonly health: () => Health;
  readonly counters: Counters;
  readonly transactions: TransactionTimes;
  /** Undefined: only requests to a name of the loopback are answered. */
  readonly token?: string | undefined;
  readonly uptimeMs: () => number;
  readonly onFailure: OnFailure;
};

const bodyBytes = 64 * 1024;
const requestMs = 10_000;
const answerMs = 10_000;
/** A service's name in a path, percent-encoded. */
const pathPartCharacters = 1_000;

/**
 * The HTTP side of a monitor, not yet listening: REST, Grafana's data source, Prometheus, health, `/openapi.json`.
 *
 * Answers are JSON; failures are `{ error, message, hint }`.
 */
export async function createHttp(parts: HttpParts): Promise<FastifyInstance> {
  const { health, counters, transactions, token, uptimeMs, onFailure } = parts;
  const app = fastify({
    bodyLimit: bodyBytes,
    requestTimeout: requestMs,
    handlerTimeout: answerMs,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: pathPartCharacters },
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: true, formats: { 'plain-text': isPlainText } },
    },
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, onFailure),
  });
  const store = () => {
    const open = parts.store();
    if (open !== undefined) return open;
    throw new MonitorError(
      'POSTGRES_UNREACHABLE',
      'The store is not open yet.',
      'Ask again in a few seconds.',
    );
  };
  app.removeContentTypeParser('text/plain'); // what pages of other sites may send without asking
  guard(app, token);
  answerErrors(app, onFailure);
  await app.register(swagger, { openapi: description(token !== undefined) });
  addErrorRoutes(app, store);
  addStatsRoutes(app, store, uptimeMs);
  addIncidentRoutes(app, store);
  addGrafanaRoutes(app, store);
  addHealthRoute(app, store, health);
  addMetricsRoute(app, counters, transactions, health);
  const summary = 'This description';
  app.get('/openapi.json', { schema: { summary, querystring: parameters({}) } }, async () => app.swagger());
  await app.ready();
  return app;
}

/** Text that Postgres can hold: no NUL, no half of a surrogate pair. */
function isPlainText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function description(needsToken: boolean) {
  return {
    info: {
      title: 'esm-monitor',
      description: 'Errors and incidents that the monitor stored, and how it is.',
      version: '1',
    },
    ...(needsToken
      ? {
          components: { securitySchemes: { token: { type: 'http' as const, scheme: 'bearer' } } },
          security: [{ token: [] }],
        }
      : {}),
  };
}
