import { expect, test } from 'vitest';
import type { IncidentStore } from '../../src/ports.ts';
import { createIncidentStore } from '../../src/postgres/incident-store.ts';
import type { Database } from '../../src/postgres/pool.ts';
import type { BatchResult } from '../../src/types.ts';
import { batchOf } from '../contracts/incident-store.ts';
import { anOpenDatabase, aStore } from '../support/a-store.ts';
import { countDifferences } from '../support/count-differences.ts';

const logs = Array.from({ length: 10 }, (_, partition) => ({ topic: 'application-logs', partition }));
const copyAll = 1;

test('stores batches of many logs in one transaction, each with an outcome of its own', async () => {
  const { store, database } = await started();
  for (const log of logs) await store.save({ ...batchOf(1), log }); // from now on its day is known

  const outcomes = await Promise.all(
    logs.map((log) => store.save({ ...batchOf(3, { from: 1n, others: 2 }), log })),
  );

  expect(outcomes.map(insertedOf)).toEqual(Array(10).fill(3));
  expect(await transactions(database)).toBe(1);
  expect(await counted(database)).toEqual({ kept: 40, others: 20, differences: [] });
});

test('tells of a new incident once, however many logs have it', async () => {
  const { store } = await started();

  const outcomes = await Promise.all(
    logs.map((log, i) =>
      store.save({ ...batchOf(2, { error: { incident: i % 2 === 0 ? 'aa' : 'bb' } }), log }),
    ),
  );

  const told = outcomes.flatMap((outcome) =>
    outcome.outcome === 'stored' ? outcome.stored.newIncidents : [],
  );
  expect(told.toSorted()).toEqual(['aa', 'bb']);
});

test('fences the one log whose position another member moved, and stores the others', async () => {
  const { store, database } = await started();
  await database.pool.query(
    `UPDATE esm.position SET next = 1 WHERE log_id = (SELECT log_id FROM esm.log WHERE partition = 7)`,
  );

  const outcomes = await Promise.all(logs.map((log) => store.save({ ...batchOf(3, { others: 2 }), log })));

  expect(outcomes[7]).toEqual({ outcome: 'fenced', position: { next: 1n, reached: 0n } });
  expect(outcomes.filter(({ outcome }) => outcome === 'stored').length).toBe(9);
  expect(await counted(database)).toEqual({ kept: 27, others: 18, differences: [] });
});

test('sets aside an error that the server can not take, and no other that came with it', async () => {
  const { store, database } = await started();
  const poison = { message: 'a NUL: \u0000' };

  const outcomes = await Promise.all(
    logs.map((log, i) => store.save({ ...batchOf(3, { error: i === 4 ? poison : {} }), log })),
  );

  expect(outcomes.map(insertedOf)).toEqual([3, 3, 3, 3, 0, 3, 3, 3, 3, 3]);
  const { rows } = await database.pool.query(
    'SELECT partition, count(*)::int AS count FROM esm.dead_letter JOIN esm.log USING (log_id) GROUP BY 1',
  );
  expect(rows).toEqual([{ partition: 4, count: 3 }]);
  expect(await counted(database)).toEqual({ kept: 27, others: 0, differences: [] });
});

test('does not count again what another group reached meanwhile, and counts the rest', async () => {
  const { store, database } = await started();
  const other = await aGroup(database, 'other');
  await other.save({ ...batchOf(3, { others: 2 }), log: logs[5] ?? logs[0] } as BatchResult);

  const outcomes = await Promise.all(logs.map((log) => store.save({ ...batchOf(3, { others: 2 }), log })));

  expect(outcomes.map(insertedOf)).toEqual([3, 3, 3, 3, 3, 0, 3, 3, 3, 3]);
  expect(await counted(database)).toEqual({ kept: 30, others: 20, differences: [] });
});

test('counts exactly while two groups store the same logs at once', async () => {
  const { store, database } = await started();
  const groups = [store, await aGroup(database, 'other')];
  const rounds = 12;

  await Promise.all(
    groups.flatMap((group) =>
      logs.map(async (log) => {
        for (let i = 0; i < rounds; i += 1) {
          const batch = batchOf(4, { from: BigInt(i * 6), others: 2 });
          const outcome = await group.save({ ...batch, log });
          if (outcome.outcome !== 'stored') throw new Error(`batch ${i} was ${outcome.outcome}`);
        }
      }),
    ),
  );

  const all = logs.length * rounds;
  expect(await counted(database)).toEqual({ kept: all * 4, others: all * 2, differences: [] });
});

async function started() {
  const database = await anOpenDatabase();
  const { store } = await aStore(database, copyAll);
  await begin(store);
  return { store, database };
}

async function aGroup(database: Database, group: string): Promise<IncidentStore> {
  const store = createIncidentStore({ database, clusterId: 'test', group, copyFrom: copyAll });
  await begin(store);
  return store;
}

/** Positions are asked for too, as after an assignment, so that what each store knows of the logs is of now. */
async function begin(store: IncidentStore): Promise<void> {
  await store.start(logs.map((log) => ({ log, next: 0n })));
  await Promise.all(logs.map((log) => store.position(log)));
}

function insertedOf(outcome: Awaited<ReturnType<IncidentStore['save']>>): number | undefined {
  return outcome.outcome === 'stored' ? outcome.stored.inserted : undefined;
}

async function transactions({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(DISTINCT xmin::text)::int AS count FROM esm.position',
  );
  return rows[0]?.count ?? 0;
}

async function counted({ pool }: Database) {
  const { rows } = await pool.query<{ kept: number; others: number }>(
    `SELECT sum(critical + error + exception)::int AS kept, sum(warn + info + debug + unknown)::int AS others
       FROM esm.total`,
  );
  const client = await pool.connect();
  try {
    return { ...rows[0], differences: await countDifferences(client) };
  } finally {
    client.release();
  }
}
