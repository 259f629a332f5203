import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryErrors } from '../../src/postgres/query-errors.ts';
import { batchOf, describeIncidentStore } from '../contracts/incident-store.ts';
import { anOpenDatabase, aStore } from '../support/a-store.ts';
import { anError, noon } from '../support/builders.ts';
import { totalsInPostgres } from '../support/oracle.ts';

const log = { topic: 'application-logs', partition: 0 };
const copyAll = 1;

describeIncidentStore('the store on Postgres that copies errors', async () => {
  const { store, database } = await aStore(undefined, copyAll);
  return {
    store,
    move: async (next) => {
      await database.pool.query('UPDATE esm.position SET next = $1', [next]);
    },
    totals: () => totalsInPostgres(database.pool.options),
  };
});

test('gives back every field of a copied error as it was', async () => {
  const { store, database } = await aStore(undefined, copyAll);
  await store.start([{ log, next: 0n }]);
  const error = anError({
    message: 'quotes " and \\ and {braces}, NULL, 日本 😀 and newline\nend',
    stack: 'Traceback\n\tat x',
    logger: null,
    host: '',
    exceptionType: 'PaymentError',
    traceId: '4bf92f3577b34da6',
    fields: { line: 72, nested: { a: [1, null, 'ü'] } },
    time: noon - 5.25,
  });

  await store.save({ ...batchOf(1), errors: [error] });

  const everything = { services: [], levels: [], since: undefined, until: undefined, limit: 100 };
  const [found] = await queryErrors(database, everything);
  expect(found).toEqual({ ...error, time: Math.floor(error.time) }); // a Date has no smaller parts
});

test('leaves the same rows as the statement that inserts them, whatever the times and texts', async () => {
  const [copied, inserted] = [
    await aStore(undefined, copyAll),
    await aStore(undefined, Number.MAX_SAFE_INTEGER),
  ];
  const anyTime = fc.oneof(
    fc.integer({ min: noon - 3_600_000, max: noon + 3_600_000 }),
    fc.integer({ min: -8.64e15, max: 8.64e15 }),
  );
  const anyText = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\0', ''));
  const errors = fc
    .sample(
      fc.record({
        at: anyTime,
        time: anyTime,
        message: anyText,
        service: fc.constantFrom('a', 'b'),
        severity: fc.constantFrom('ERROR', 'CRITICAL', 'EXCEPTION'),
        incident: fc.constantFrom('00000000000000aa', '00000000000000bb'),
      }),
      { numRuns: 300, seed: 7 },
    )
    .map((some, i) => anError({ ...some, offset: BigInt(i) }));

  const outcomes = [];
  for (const { store } of [copied, inserted]) {
    await store.start([{ log, next: 0n }]);
    outcomes.push(await store.save({ ...batchOf(errors.length), errors }));
  }

  expect(outcomes[0]).toEqual(outcomes[1]);
  expect(await tables(copied.database)).toEqual(await tables(inserted.database));
});

test('stores what is missing beside errors that are stored already', async () => {
  const database = await anOpenDatabase();
  const { store } = await aStore(database, copyAll);
  await store.start([{ log, next: 0n }]);
  const batch = batchOf(4);
  await store.save(batch);
  // Another group read further, and this store has not heard of it.
  await database.pool.query('UPDATE esm.position SET next = 0; UPDATE esm.log SET reached = 0');
  await database.pool.query('DELETE FROM esm.error WHERE "offset" = 2');
  const late = (await aStore(database, copyAll)).store;

  const outcome = await late.save(batch);

  expect(outcome).toMatchObject({ outcome: 'stored', stored: { inserted: 1 } });
});

test('sets aside the one error that can not be copied', async () => {
  const { store, database } = await aStore(undefined, copyAll);
  await store.start([{ log, next: 0n }]);
  const batch = batchOf(20);
  const errors = batch.errors.map((error, i) => (i === 13 ? { ...error, message: 'a NUL: \u0000' } : error));

  const outcome = await store.save({ ...batch, errors });

  expect(outcome).toMatchObject({ outcome: 'stored', stored: { inserted: 19 } });
  const { rows } = await database.pool.query('SELECT "offset" FROM esm.dead_letter');
  expect(rows).toEqual([{ offset: '13' }]);
});

/** All that a batch leaves behind, in one order. */
async function tables({ pool }: Awaited<ReturnType<typeof anOpenDatabase>>) {
  const found: { [table: string]: unknown } = {};
  for (const table of [
    'error',
    'incident',
    'incident_count',
    'incident_minute',
    'incident_hour',
    'minute',
    'hour',
    'total',
  ]) {
    const { rows } = await pool.query(`SELECT row_to_json(t)::text AS row FROM esm.${table} t ORDER BY 1`);
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}
