import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { fold } from '../../src/postgres/fold.ts';
import { foldSql } from '../../src/postgres/fold-sql.ts';
import type { Database } from '../../src/postgres/pool.ts';
import { eventsIn } from '../../src/severity-counts.ts';
import { batchOf } from '../contracts/incident-store.ts';
import { anOpenDatabase, aStore } from '../support/a-store.ts';
import { anError, noon } from '../support/builders.ts';
import { countDifferences } from '../support/count-differences.ts';
import { totalsInPostgres } from '../support/oracle.ts';
import { waitFor } from '../support/wait-for.ts';

const log = { topic: 'application-logs', partition: 0 };
const minuteMs = 60_000;

test('counts the same before a fold, after it, and when a log is read again', async () => {
  const { database, store } = await aStore();
  await store.start([{ log, next: 0n }]);
  await store.save(mixedBatch(0n));
  const before = { minutes: await minutes(database), totals: await totals(database) };

  await fold(database);
  const folded = { minutes: await minutes(database), totals: await totals(database) };
  await database.pool.query('UPDATE esm.position SET next = 0');
  await store.save(mixedBatch(0n));
  await fold(database);

  expect(before.minutes.reduce((sum, { error, info }) => sum + error + info, 0)).toBe(60);
  expect(before.totals.reduce((sum, { counts }) => sum + eventsIn(counts), 0)).toBe(60);
  expect(folded).toEqual(before);
  expect({ minutes: await minutes(database), totals: await totals(database) }).toEqual(before);
  expect(await tallies(database)).toBe(0);
  expect(await differences(database)).toEqual([]);
});

test('leaves a service, and a minute of it, one row, whatever logs it came from', async () => {
  const { database, store } = await aStore();
  const logs = [0, 1, 2].map((partition) => ({ topic: 'application-logs', partition }));
  await store.start(logs.map((each) => ({ log: each, next: 0n })));
  for (const each of logs) await store.save({ ...batchOf(4, { others: 3 }), log: each });

  await fold(database);

  const minutesFolded = await database.pool.query(
    'SELECT service, minute, error::int, info::int FROM esm.folded_minute',
  );
  const totalsFolded = await database.pool.query(
    'SELECT service, error::int, info::int, version::int FROM esm.folded_total',
  );
  const minute = new Date(noon - (noon % minuteMs));
  const counts = { service: 'user-management', error: 12, info: 9 };
  expect(minutesFolded.rows).toEqual([{ ...counts, minute }]);
  expect(totalsFolded.rows).toEqual([{ ...counts, version: 1 }]);
});

test('shows exact counts at every moment while two members store and both fold', async () => {
  const database = await anOpenDatabase();
  const members = [(await aStore(database)).store, (await aStore(database, 1)).store];
  const logs = [0, 1].map((partition) => ({ topic: 'application-logs', partition }));
  await members[0]?.start(logs.map((each) => ({ log: each, next: 0n })));
  let storing = true;
  const looks: string[][] = [];

  const looking = untilStopped(async () => {
    looks.push([...(await differences(database))]);
  });
  const folding = untilStopped(() => fold(database));
  await Promise.all(
    members.map(async (member, partition) => {
      for (let i = 0; i < 40; i += 1) {
        const outcome = await member.save({
          ...mixedBatch(BigInt(i * 60)),
          log: { ...log, partition },
        });
        if (outcome.outcome !== 'stored') throw new Error(`batch ${i} was ${outcome.outcome}`);
      }
    }),
  );
  storing = false;
  await Promise.all([looking, folding]);

  expect(looks.length).toBeGreaterThan(3);
  expect(looks.flat()).toEqual([]);
  expect(await events(database)).toBe(2 * 40 * 60);

  async function untilStopped(work: () => Promise<void>): Promise<void> {
    while (storing) await work();
    await work();
  }
});

test('has folded nothing when it is interrupted, and the next one folds it', async () => {
  const { database, store } = await aStore();
  await store.start([{ log, next: 0n }]);
  await store.save(mixedBatch(0n));
  const killed = await aClient(database);

  await killed.query('BEGIN');
  const { rows } = await killed.query(foldSql, [1_000]);
  const ended = new Promise((resolve) => killed.once('end', resolve));
  await database.pool.query('SELECT pg_terminate_backend($1)', [await pidOf(killed)]);
  await ended;
  const after = { tallies: await tallies(database), differences: await differences(database) };
  await waitFor('the next fold', async () => {
    await fold(database); // the server may take a moment to let go of what the connection held
    return (await tallies(database)) === 0;
  });

  expect(rows).toEqual([{ tallies: 1 }]);
  expect(after).toEqual({ tallies: 1, differences: [] });
  expect(await differences(database)).toEqual([]);
});

test('leaves it to the other where two fold at once, and waits for nobody', async () => {
  const { database, store } = await aStore();
  await store.start([{ log, next: 0n }]);
  await store.save(mixedBatch(0n));
  const other = await aClient(database);
  await other.query('BEGIN');
  await other.query(foldSql, [1_000]);
  await store.save(mixedBatch(60n));

  await fold(database);
  const meanwhile = { tallies: await tallies(database), differences: await differences(database) };
  await other.query('COMMIT');
  await fold(database);

  expect(meanwhile).toEqual({ tallies: 2, differences: [] });
  expect(await tallies(database)).toBe(0);
  expect(await differences(database)).toEqual([]);
});

test('folds more tallies than one statement takes', async () => {
  const { database, store } = await aStore();
  await store.start([{ log, next: 0n }]);
  await store.save(batchOf(1));
  await database.pool.query('INSERT INTO esm.tally SELECT t.* FROM esm.tally t, generate_series(1, 2500)');

  await fold(database);

  const { rows } = await database.pool.query(
    `SELECT m.error::int AS minute, t.error::int AS total, t.version::int
       FROM esm.folded_minute AS m JOIN esm.folded_total AS t USING (service)`,
  );
  expect(rows).toEqual([{ minute: 2501, total: 2501, version: 3 }]);
  expect(await tallies(database)).toBe(0);
});

/** 20 errors of two services and two incidents in two minutes, and 40 other events: offsets `[from, from + 60)`. */
function mixedBatch(from: bigint) {
  const batch = batchOf(20, { from, others: 40 });
  const errors = batch.errors.map((error, i) =>
    anError({
      offset: error.offset,
      at: noon + (i % 2) * minuteMs,
      service: i % 3 === 0 ? 'billing' : 'user-management',
      incident: i % 4 === 0 ? '00000000000000aa' : '00000000000000bb',
      severity: i % 5 === 0 ? 'CRITICAL' : 'ERROR',
    }),
  );
  return { ...batch, errors };
}

async function minutes({ pool }: Database) {
  const { rows } = await pool.query<{ service: string; minute: Date; error: number; info: number }>(
    `SELECT service, minute, sum(critical + error)::int AS error, sum(info)::int AS info
       FROM esm.minute GROUP BY service, minute ORDER BY service, minute`,
  );
  return rows;
}

function totals({ pool }: Database) {
  return totalsInPostgres(pool.options);
}

async function events({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ events: number }>(
    'SELECT sum(critical + error + info)::int AS events FROM esm.hour',
  );
  return rows[0]?.events ?? 0;
}

async function tallies({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM esm.tally');
  return rows[0]?.count ?? 0;
}

async function differences({ pool }: Database): Promise<readonly string[]> {
  const client = await pool.connect();
  try {
    return await countDifferences(client);
  } finally {
    client.release();
  }
}

async function pidOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}

/** A connection of its own, to hold a transaction open. */
async function aClient({ pool }: Database): Promise<Client> {
  const client = new Client(pool.options);
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
