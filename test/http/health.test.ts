import { Client } from 'pg';
import Pool from 'pg-pool';
import { expect, test } from 'vitest';
import { storeOf } from '../../src/commands/serve-http.ts';
import type { Health } from '../../src/health.ts';
import type { Database } from '../../src/postgres/pool.ts';
import { anHttp } from '../support/an-http.ts';
import { aHealth, aLink, aPartition } from '../support/builders.ts';

/** A store on a database that nobody serves. */
function anAbsentStore() {
  const pool = new Pool({ host: '127.0.0.1', port: 1 }, Client);
  const database: Database = {
    ...{ pool, address: '127.0.0.1:1/esm' },
    beside: () => database,
    close: () => pool.end(),
  };
  return storeOf(database);
}

/** A store of which only the ping is asked. */
const aStoreThatAnswers = () => ({ ...anAbsentStore(), ping: async () => {} });

const away = aLink({ state: 'down' });
const lagging = aPartition({ position: 40n, end: 100n });
const stopped = aPartition({ stopped: 'the topic was made anew' });

test.for<{ some: Partial<Health>; code: number; body: object }>([
  { some: {}, code: 200, body: { status: 'healthy', redis: 'up', lag: 0 } },
  { some: { redis: aLink({ state: 'off' }) }, code: 200, body: { status: 'healthy', redis: 'off' } },
  { some: { partitions: [lagging, lagging] }, code: 200, body: { status: 'healthy', lag: 120 } },
  { some: { redis: away }, code: 200, body: { status: 'degraded', redis: 'down' } },
  { some: { partitions: [stopped] }, code: 200, body: { status: 'degraded' } },
  { some: { kafka: away }, code: 503, body: { status: 'unhealthy', kafka: 'down' } },
  { some: { kafka: aLink({ state: 'connecting' }) }, code: 503, body: { kafka: 'connecting' } },
  { some: { postgres: away }, code: 503, body: { status: 'unhealthy', postgres: 'down' } },
])('answers $code $body', async ({ some, code, body }) => {
  const app = await anHttp({ health: () => aHealth(some), store: aStoreThatAnswers });

  const answer = await app.inject('/health');

  expect(answer.statusCode).toBe(code);
  expect(answer.json()).toEqual({
    status: expect.any(String),
    kafka: 'up',
    postgres: 'up',
    redis: 'up',
    lag: 0,
    ...body,
    ...(code === 503 ? { status: 'unhealthy' } : {}),
  });
});

test('finds out that Postgres is away although nothing was stored since', async () => {
  const app = await anHttp({ store: anAbsentStore });

  const health = await app.inject('/health');
  const errors = await app.inject('/api/v1/logs/errors');

  expect(health.statusCode).toBe(503);
  expect(health.json()).toMatchObject({ status: 'unhealthy', postgres: 'down' });
  expect(errors.statusCode).toBe(503);
  expect(errors.headers['retry-after']).toBe('5');
  expect(errors.json()).toEqual({
    error: 'Service Unavailable',
    message: expect.stringContaining("Postgres at 127.0.0.1:1/esm can't be used"),
    hint: expect.stringContaining('DATABASE_URL'),
  });
});
