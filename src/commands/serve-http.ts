import type { HttpConfig } from '../config/http-config.ts';
import { MonitorError, messageOf } from '../errors.ts';
import { atMost } from '../http/at-most.ts';
import { createCounters } from '../http/counters.ts';
import { createHttp } from '../http/create-http.ts';
import { errorsWithin } from '../http/errors-within.ts';
import type { HttpStore } from '../http/http-store.ts';
import { createTransactionTimes } from '../http/transaction-times.ts';
import type { HealthBoard } from '../monitor/health.ts';
import type { IncidentStore, Output } from '../ports.ts';
import { ask } from '../postgres/ask.ts';
import type { Database } from '../postgres/pool.ts';
import { queryIncidents } from '../postgres/query-incidents.ts';
import { queryServices } from '../postgres/query-services.ts';
import { queryStats } from '../postgres/query-stats.ts';
import { queryTimeline } from '../postgres/query-timeline.ts';

/** A running HTTP server of `watch`. */
export type HttpServer = {
  readonly outputs: readonly Output[];
  /** The store as the loop is to use it, so that `/metrics` knows how long transactions take. */
  timed(store: IncidentStore): IncidentStore;
  /** Called once the store is open; until then what needs it answers 503. */
  fill(database: Database): void;
  close(): Promise<void>;
};

/** Connections of their own that questions over HTTP have, so that storing never waits for them, and how many may wait. */
const storeQuestions = { running: 4, waiting: 100 };
/** Less than an answer may take, so that the answer says what happened. */
const questionMs = 8_000;
const maxServices = 1_000;

/**
 * Listens before anything else is there, so that an orchestrator sees the monitor wait.
 *
 * @throws MonitorError `CONFIG` when the address can't be listened on.
 */
export async function serveHttp(config: HttpConfig, health: HealthBoard): Promise<HttpServer> {
  const { host, port, token } = config;
  const startedAt = performance.now();
  const counters = createCounters();
  const transactions = createTransactionTimes();
  let store: HttpStore | undefined;
  let readers: Database | undefined;
  const app = await createHttp({
    store: () => store,
    health: health.snapshot,
    counters,
    transactions,
    token,
    uptimeMs: () => performance.now() - startedAt,
    onFailure: health.notice,
  });
  try {
    health.inform(`HTTP answers at ${await app.listen({ host, port })}`);
  } catch (cause) {
    await app.close();
    const reason = messageOf(cause);
    throw new MonitorError(
      'CONFIG',
      `HTTP can't listen on ${host}:${port}: ${reason}.`,
      'Give --http another port, for example --http :5014, or end what listens there.',
      { cause },
    );
  }
  return {
    outputs: [counters],
    timed: transactions.timed,
    fill(database) {
      readers = database.beside({
        name: 'esm-monitor http',
        poolSize: storeQuestions.running,
        statementTimeoutMs: questionMs,
      });
      store = storeOf(readers);
    },
    async close() {
      await app.close();
      await readers?.close();
    },
  };
}

/** The questions of the routes, asked of Postgres a few at a time. */
export function storeOf(database: Database): HttpStore {
  const inTurn = atMost(storeQuestions.running, storeQuestions.waiting);
  const always = { since: undefined, until: undefined };
  return {
    errors: (question) => inTurn(() => errorsWithin(database, question)),
    services: (limit) =>
      inTurn(() => queryServices(database, { ...always, services: [], sort: 'errors', limit })),
    stats: () => inTurn(() => queryStats(database, maxServices)),
    incidents: (filter) => inTurn(async () => (await queryIncidents(database, filter)).incidents),
    newIncidents: (since, until, services, limit) =>
      inTurn(async () => {
        // A page that begins where an incident first seen at `until` would stand; one first seen since was last seen since.
        const after = { key: String(until / 1_000), id: '' };
        const filter = { since, services, sort: 'first-seen', after, limit } as const;
        const { incidents } = await queryIncidents(database, filter);
        return incidents.filter(({ firstSeen }) => firstSeen >= since);
      }),
    timeline: (since, until, bucketMs, services) =>
      inTurn(() => queryTimeline(database, { since, until, bucketMs }, services)),
    ping: async () => void (await ask(database, 'SELECT')),
  };
}
