import { expect, test } from 'vitest';
import type { Database } from '../../src/postgres/pool.ts';
import { queryErrors } from '../../src/postgres/query-errors.ts';
import { queryOccurrences } from '../../src/postgres/query-occurrences.ts';
import { queryRange } from '../../src/postgres/query-range.ts';
import { prune } from '../../src/postgres/retention.ts';
import type { LogError, LogId } from '../../src/types.ts';
import { batchOf } from '../contracts/incident-store.ts';
import { aBackup } from '../support/a-backup.ts';
import { aStore } from '../support/a-store.ts';
import { anError } from '../support/builders.ts';
import { servers } from '../support/servers.ts';

const log = { topic: 'application-logs', partition: 0 };
const otherLog = { topic: 'application-logs', partition: 1 };
const copyAll = 1;
const dayMs = 86_400_000;
const today = Math.floor(Date.now() / dayMs) * dayMs;
const yesterday = today - dayMs;
const incident = '00000000000000aa';
const [trace, otherTrace] = [
  'Traceback\n  File "a.py"\nKeyError: a',
  'Traceback\n  File "b.py"\nKeyError: b',
];

test('stores a stack once for each log and day, and gives it back with each error', async () => {
  const { store, database } = await aStore(undefined, copyAll);
  await store.start([log, otherLog].map((each) => ({ log: each, next: 0n })));

  await store.save(batchWith([trace, otherTrace, trace, null]));
  await store.save(batchWith([trace, trace], { from: 4n }));
  await store.save(batchWith([trace, trace], { from: 6n, at: yesterday }));
  await store.save(batchWith([trace], { log: otherLog }));

  expect(await storedStacks(database)).toEqual([
    { partition: 0, at: yesterday, stacks: [trace] },
    { partition: 0, at: today, stacks: [trace, otherTrace] },
    { partition: 1, at: today, stacks: [trace] },
  ]);
  const inOrder = [trace, otherTrace, trace, null, trace, trace, trace, trace];
  const range = await queryRange(database, 'test', { log, from: 0n, next: 8n }, 100);
  expect(range.map(({ stack }) => stack)).toEqual(inOrder);
  const byPlace = new Map([...inOrder.entries()].map(([offset, stack]) => [`0/${offset}`, stack]));
  const everyone = new Map([...byPlace, ['1/0', trace]]);
  expect(stacksByPlace(await queryErrors(database, everything))).toEqual(everyone);
  expect(stacksByPlace(await queryOccurrences(database, incident, 100))).toEqual(everyone);
});

test('stores a stack again where retention dropped the day that it lay in', async () => {
  const longAgo = today - 40 * dayMs;
  const { store, database } = await aStore(undefined, copyAll);
  await store.start([{ log, next: 0n }]);
  await store.save(batchWith([trace, trace], { at: longAgo }));
  await prune(database, today - 30 * dayMs);

  await store.save(batchWith([trace, trace], { from: 2n, at: longAgo }));
  await store.save(batchWith([trace, trace], { from: 4n, at: longAgo }));

  const found = await queryErrors(database, everything);
  expect(found.map(({ stack }) => stack)).toEqual([trace, trace, trace, trace]);
});

test('stores stacks with each error whose Kafka timestamp lies in no day of its own: they may be dropped one by one', async () => {
  const { store, database } = await aStore(undefined, copyAll);
  await store.start([{ log, next: 0n }]);

  await store.save(batchWith([trace, trace], { at: Date.UTC(1980, 0, 1) }));

  expect(await storedStacks(database)).toEqual([
    { partition: 0, at: Date.UTC(1980, 0, 1), stacks: [trace, trace] },
  ]);
});

test('looks for no stack in a database that was set back behind it', async () => {
  const { store, database } = await aStore(undefined, copyAll);
  await store.start([{ log, next: 0n }]);
  await store.save(batchWith([null]));
  const backup = await aBackup(database, servers().databaseUrl);
  await store.save(batchWith([trace, trace], { from: 1n }));

  await backup.restore();
  const fenced = await store.save(batchWith([trace], { from: 3n }));
  await store.save(batchWith([trace, trace], { from: 1n }));

  expect(fenced).toEqual({ outcome: 'fenced', position: { next: 1n, reached: 1n } });
  expect(stacksByPlace(await queryErrors(database, everything))).toEqual(
    new Map([
      ['0/0', null],
      ['0/1', trace],
      ['0/2', trace],
    ]),
  );
});

test('looks for no stack with an error that was set aside', async () => {
  const { store, database } = await aStore(undefined, copyAll);
  await store.start([{ log, next: 0n }]);
  const batch = batchWith([trace, trace, trace]);
  const errors = batch.errors.map((error, i) => (i === 0 ? { ...error, message: 'a NUL: \u0000' } : error));

  await store.save({ ...batch, errors });
  await store.save(batchWith([trace], { from: 3n }));

  const found = await queryErrors(database, everything);
  expect(found.map(({ stack }) => stack)).toEqual([trace, trace, trace]);
});

test('an event of several parts has a stack for each', async () => {
  const { store, database } = await aStore(undefined, copyAll);
  await store.start([{ log, next: 0n }]);
  const batch = batchWith([trace]);
  const errors = [trace, otherTrace, otherTrace, trace].map((stack, part) =>
    anError({ incident, at: today, stack, part }),
  );

  await store.save({ ...batch, errors });

  const found = await queryRange(database, 'test', { log, from: 0n, next: 1n }, 100);
  expect(found.map(({ stack }) => stack)).toEqual([trace, otherTrace, otherTrace, trace]);
});

const everything = { services: [], levels: [], since: undefined, until: undefined, limit: 100 };

function batchWith(
  stacks: readonly (string | null)[],
  some: { readonly log?: LogId; readonly from?: bigint; readonly at?: number } = {},
) {
  const { from = 0n, at = today } = some;
  const errors = stacks.map((stack, i) =>
    anError({ incident, ...(some.log ?? log), stack, at, time: at, offset: from + BigInt(i) }),
  );
  return { ...batchOf(stacks.length, { from }), log: some.log ?? log, errors };
}

function stacksByPlace(errors: readonly LogError[]): ReadonlyMap<string, string | null> {
  return new Map(
    errors.map(({ partition, offset, stack }) => [`${partition}/${offset}`, stack] as const).sort(),
  );
}

/** The stacks that rows hold themselves. */
async function storedStacks({ pool }: Database) {
  const { rows } = await pool.query<{ partition: number; at: Date; stacks: string[] }>(
    `SELECT partition, at, array_agg(stack ORDER BY "offset") AS stacks
       FROM esm.error JOIN esm.log USING (log_id) WHERE stack IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
