import { expect, test } from 'vitest';
import { createIncidentStore } from '../../src/postgres/incident-store.ts';
import { prune } from '../../src/postgres/retention.ts';
import { batchOf } from '../contracts/incident-store.ts';
import { aStore } from '../support/a-store.ts';
import { anError, severityCounts } from '../support/builders.ts';
import { totalsInPostgres } from '../support/oracle.ts';

const log = { topic: 'application-logs', partition: 0 };
const now = Date.now();
const longAgo = now - 40 * 86_400_000;

test.for([
  { how: 'inserts', copyFrom: Number.MAX_SAFE_INTEGER },
  { how: 'copies', copyFrom: 1 },
])('does not count again what retention dropped, for another group that $how it', async ({ copyFrom }) => {
  const { store, database } = await aStore();
  const other = createIncidentStore({ database, clusterId: 'test', group: 'other', copyFrom });
  const batch = batchWith([longAgo, longAgo, now]);
  await store.start([{ log, next: 0n }]);
  await other.start([{ log, next: 0n }]);
  await store.save(batch);
  await prune(database, now - 30 * 86_400_000);

  const before = await other.position(log);
  const outcome = await other.save(batch);
  const late = await other.save(batchWith([longAgo, now], batch.next));

  expect(before).toEqual({ next: 0n, reached: 5n, pruned: 2n });
  expect(outcome).toMatchObject({ outcome: 'stored', stored: { inserted: 0, newIncidents: [] } });
  expect(late).toMatchObject({ outcome: 'stored', stored: { inserted: 2 } });
  expect(await other.position(log)).toEqual({ next: 9n, reached: 9n });
  const [totals] = await totalsInPostgres(database.pool.options);
  expect(totals?.counts).toEqual(severityCounts({ ERROR: 5, INFO: 4 }));
});

test('fills in a missing error of a day that is kept, although later ones of its log were dropped', async () => {
  const { store, database } = await aStore();
  const batch = batchWith([now, longAgo]);
  await store.start([{ log, next: 0n }]);
  await store.save({ ...batch, errors: batch.errors.slice(1) });
  await prune(database, now - 30 * 86_400_000);
  await database.pool.query('UPDATE esm.position SET next = 0');

  const outcome = await store.save(batch);

  expect(outcome).toMatchObject({ outcome: 'stored', stored: { inserted: 1 } });
});

/** An error of each Kafka timestamp, then two events that are not kept. */
function batchWith(times: readonly number[], from = 0n) {
  const batch = batchOf(times.length, { from, others: 2 });
  return { ...batch, errors: times.map((at, i) => anError({ at, time: at, offset: from + BigInt(i) })) };
}
