import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { storeOf } from '../../src/commands/serve-http.ts';
import { createCounters } from '../../src/http/counters.ts';
import { createHttp, type HttpParts } from '../../src/http/create-http.ts';
import { createTransactionTimes } from '../../src/http/transaction-times.ts';
import type { LogError } from '../../src/types.ts';
import { aPast } from './a-past.ts';
import { aHealth, anError } from './builders.ts';

/** An HTTP server that does not listen, without a store unless one is given; closed after the test. */
export async function anHttp(some: Partial<HttpParts> = {}): Promise<FastifyInstance> {
  const app = await createHttp({
    store: () => undefined,
    health: () => aHealth(),
    counters: createCounters(),
    transactions: createTransactionTimes(),
    uptimeMs: () => 61_500,
    onFailure: (text) => {
      throw new Error(text);
    },
    ...some,
  });
  onTestFinished(() => app.close());
  return app;
}

const minuteMs = 60_000;
/** Start of a minute some hours ago. */
export const pastStart = Math.floor(Date.now() / minuteMs) * minuteMs - 300 * minuteMs;

const declined = { incident: 'aaaa000000000001', service: 'billing', message: 'card declined' };
const slow = {
  incident: 'cccc000000000003',
  service: 'search',
  message: 'slow',
  severity: 'CRITICAL',
} as const;

/** What `aFilledHttp` stores: two errors of billing in the first minutes, a critical one of search in the eighth. */
export const pastErrors: readonly LogError[] = [
  aPastError(0, {
    ...declined,
    logger: 'pay',
    host: 'web-1',
    exceptionType: 'Declined',
    stack: 'at pay (a.js:1)',
  }),
  aPastError(minuteMs + 1, { ...declined, exceptionType: 'Declined' }),
  aPastError(7 * minuteMs, slow),
];

/** An HTTP server on a real store with three errors. */
export async function aFilledHttp() {
  const { database, store, triage } = await aPast();
  await store(pastErrors);
  const http = storeOf(database);
  return { database, triage, store, app: await anHttp({ store: () => http }) };
}

function aPastError(ms: number, some: Partial<LogError>): LogError {
  return anError({ at: pastStart + ms, time: pastStart + ms - 5, ...some });
}
