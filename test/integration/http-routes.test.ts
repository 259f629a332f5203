import { expect, onTestFinished, test } from 'vitest';
import { storeOf } from '../../src/commands/serve-http.ts';
import { iso } from '../../src/output/json-lines.ts';
import { aPast } from '../support/a-past.ts';
import { aFilledHttp, anHttp, pastStart } from '../support/an-http.ts';
import { anError } from '../support/builders.ts';

const first = {
  timestamp: iso(pastStart - 5),
  level: 'ERROR',
  service: 'billing',
  message: 'card declined',
  logger: 'pay',
  host: 'web-1',
  exception: 'at pay (a.js:1)',
  topic: 'application-logs',
  partition: 0,
  offset: 0,
  incident: 'aaaa000000000001',
};
const second = {
  ...first,
  timestamp: iso(pastStart + 60_001 - 5),
  logger: null,
  host: null,
  exception: 'Declined',
  offset: 1,
};
const third = {
  ...second,
  timestamp: iso(pastStart + 420_000 - 5),
  level: 'CRITICAL',
  service: 'search',
  message: 'slow',
  exception: null,
  offset: 2,
  incident: 'cccc000000000003',
};

test('answers every field of the errors, the newest first, of all services or of one', async () => {
  const { app } = await aFilledHttp();
  const expected = {
    '/api/v1/logs/errors': [third, second, first],
    '/api/v1/logs/errors?limit=2': [third, second],
    '/api/v1/logs/errors?limit=1&service=billing': [second],
    '/api/v1/logs/errors?limit=999999999': [third, second, first],
    '/api/v1/logs/errors/billing': [second, first],
    '/api/v1/logs/errors/billing?limit=1': [second],
    '/api/v1/logs/errors/nobody': [],
  };
  for (const [url, errors] of Object.entries(expected)) {
    const answer = await app.inject(url);

    expect(answer.statusCode, url).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.json(), url).toEqual({ errors, count: errors.length, truncated: false });
  }
});

test('answers at most 1,000 errors', async () => {
  const { app, store } = await aFilledHttp();
  await store(Array.from({ length: 1_001 }, () => anError()));

  const answer = await app.inject('/api/v1/logs/errors?limit=2000');

  expect(answer.json().count).toBe(1_000);
});

test('answers fewer errors than were asked for where their texts have no room, and says so', async () => {
  const { app, store } = await aFilledHttp();
  const long = anError({ message: 'é'.repeat(8 * 1024), stack: 'at a (b.js:1)\n'.repeat(4 * 1024) });
  await store(Array.from({ length: 150 }, () => long));

  const answer = await app.inject('/api/v1/logs/errors?limit=1000');
  const { errors, count, truncated } = answer.json();

  expect(truncated).toBe(true);
  expect(errors).toHaveLength(count);
  expect(count).toBeGreaterThan(90);
  expect(Buffer.byteLength(answer.body)).toBeLessThanOrEqual(8 * 1024 * 1024);
});

test('gives up a question that takes too long, and says so', async () => {
  const { database } = await aPast();
  const readers = database.beside({ name: 'test http', poolSize: 1, statementTimeoutMs: 50 });
  onTestFinished(() => readers.close());
  const app = await anHttp({ store: () => storeOf(readers) });
  await database.pool.query('BEGIN; LOCK TABLE esm.error IN ACCESS EXCLUSIVE MODE');

  const answer = await app.inject('/api/v1/logs/errors');

  expect(answer.statusCode).toBe(503);
  expect(answer.json().message).toContain('did not answer in time');
});

test('counts the whole store', async () => {
  const { app } = await aFilledHttp();

  const answer = await app.inject('/api/v1/logs/stats');

  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    total_errors: 3,
    errors_by_service: { billing: 2, search: 1 },
    errors_by_level: { CRITICAL: 1, ERROR: 2, EXCEPTION: 0 },
    last_error_time: iso(pastStart + 420_000),
    uptime_seconds: 61,
    records_processed: 3,
  });
});

test('lists the services, those with the most errors first', async () => {
  const { app } = await aFilledHttp();

  const answer = await app.inject('/api/v1/logs/services');
  const one = await app.inject('/api/v1/logs/services?limit=1');

  const billing = { name: 'billing', error_count: 2, last_error: iso(pastStart + 60_001) };
  const search = { name: 'search', error_count: 1, last_error: iso(pastStart + 420_000) };
  expect(answer.json()).toEqual({ services: [billing, search] });
  expect(one.json()).toEqual({ services: [billing] });
});

test('lists the incidents by service, status, level and order', async () => {
  const { app, triage } = await aFilledHttp();
  await triage.resolve('cccc000000000003', 'ada');

  const byUse = await app.inject('/api/v1/incidents?sort=count');
  const open = await app.inject('/api/v1/incidents?status=NEW&level=ERROR&service=billing&limit=5');
  const resolved = await app.inject('/api/v1/incidents?status=RESOLVED');

  const billing = {
    id: 'aaaa000000000001',
    status: 'NEW',
    level: 'ERROR',
    service: 'billing',
    title: 'Declined: card declined',
    count: 2,
    first_seen: iso(pastStart),
    last_seen: iso(pastStart + 60_001),
    fingerprint: 'v1:aaaa000000000001',
  };
  const search = {
    id: 'cccc000000000003',
    status: 'RESOLVED',
    level: 'CRITICAL',
    service: 'search',
    title: 'slow',
    count: 1,
    first_seen: iso(pastStart + 420_000),
    last_seen: iso(pastStart + 420_000),
    fingerprint: 'v1:cccc000000000003',
  };
  expect(byUse.json()).toEqual({ incidents: [billing, search], count: 2 });
  expect(open.json()).toEqual({ incidents: [billing], count: 1 });
  expect(resolved.json()).toEqual({ incidents: [search], count: 1 });
});
