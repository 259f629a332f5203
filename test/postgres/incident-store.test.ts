import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/postgres/pool.ts';
import { queryErrors } from '../../src/postgres/query-errors.ts';
import { batchOf, describeIncidentStore } from '../contracts/incident-store.ts';
import { aDatabase } from '../support/a-database.ts';
import { aStore } from '../support/a-store.ts';
import { anError, noon } from '../support/builders.ts';
import { totalsInPostgres } from '../support/oracle.ts';

const log = { topic: 'application-logs', partition: 0 };
const everything = { services: [], levels: [], since: undefined, until: undefined, limit: 100 };

describeIncidentStore('the store on Postgres', async () => {
  const { store, database } = await aStore();
  return {
    store,
    move: async (next) => {
      await database.pool.query('UPDATE esm.position SET next = $1', [next]);
    },
    totals: () => totalsInPostgres(database.pool.options),
  };
});

test('gives back every field of an error as it was', async () => {
  const { store, database } = await aStore();
  await store.start([{ log, next: 0n }]);
  const error = anError({
    message: 'quotes " and \\ and {braces}, NULL and newline\nend',
    stack: 'Traceback\n\tat x',
    logger: 'api.orders',
    host: '',
    exceptionType: 'PaymentError',
    traceId: '4bf92f3577b34da6',
    fields: { line: 72, nested: { a: [1, null, 'ü'] } },
    time: noon - 5,
  });

  await store.save({ ...batchOf(1), errors: [error] });

  const [found] = await queryErrors(database, everything);
  expect(found).toEqual(error);
});

test('puts a Kafka timestamp that lies in no kept day into the default partition', async () => {
  const { store, database } = await aStore();
  await store.start([{ log, next: 0n }]);
  const times = [0, Date.now(), Date.UTC(9000, 0, 1), 8.64e15, -1];
  const errors = times.map((at, i) => anError({ at, time: at, offset: BigInt(i) }));

  await store.save({ ...batchOf(5), errors });

  const { rows } = await database.pool.query<{ count: string }>('SELECT count(*) FROM esm.error_other');
  expect(rows[0]?.count).toBe('4');
});

test('sets aside the one error the server cannot take, and stores the others', async () => {
  const { store, database } = await aStore();
  await store.start([{ log, next: 0n }]);
  const batch = batchOf(20);
  const poisoned = batch.errors.map((error, i) =>
    i === 13 ? { ...error, message: 'a NUL: \u0000' } : error,
  );

  const outcome = await store.save({ ...batch, errors: poisoned });

  expect(outcome).toMatchObject({ outcome: 'stored', stored: { inserted: 19 } });
  const { rows } = await database.pool.query('SELECT "offset", reason FROM esm.dead_letter');
  expect(rows).toEqual([{ offset: '13', reason: expect.stringContaining('invalid byte sequence') }]);
  expect(await store.position(log)).toEqual({ next: 20n, reached: 20n });
});

test('keeps dead letters with their coordinates and reason, once', async () => {
  const { store, database } = await aStore();
  await store.start([{ log, next: 0n }]);
  const deadLetters = [{ offset: 0n, at: noon, reason: 'not JSON', sample: '{"a' }];

  await store.save({ ...batchOf(0, { others: 1 }), deadLetters });
  await database.pool.query('UPDATE esm.position SET next = 0');
  await store.save({ ...batchOf(0, { others: 1 }), deadLetters });

  const { rows } = await database.pool.query('SELECT "offset", reason, sample FROM esm.dead_letter');
  expect(rows).toEqual([{ offset: '0', reason: 'not JSON', sample: '{"a' }]);
});

test('keeps minutes by service that add up to the totals', async () => {
  const { store, database } = await aStore();
  await store.start([{ log, next: 0n }]);
  const minutes = [noon, noon + 60_000].map((at, i) => anError({ at, offset: BigInt(i) }));

  await store.save({ ...batchOf(2), errors: minutes });

  const { rows } = await database.pool.query('SELECT minute, error::int FROM esm.minute ORDER BY minute');
  expect(rows).toEqual([
    { minute: new Date(noon - (noon % 60_000)), error: 1 },
    { minute: new Date(noon + 60_000 - (noon % 60_000)), error: 1 },
  ]);
});

test('announces an incident once although two members meet it at the same moment', async () => {
  const { store, database } = await aStore();
  const other = (await aStore(database)).store;
  const logs = [0, 1].map((partition) => ({ topic: 'application-logs', partition }));
  await store.start(logs.map((each) => ({ log: each, next: 0n })));
  await Promise.all([store, other].map((member, i) => member.position(logs[i] ?? log)));
  const newcomers = Array.from({ length: 30 }, (_, i) => {
    const incident = i.toString(16).padStart(16, '0');
    return anError({ offset: BigInt(i), incident });
  });
  const shuffled = newcomers.toReversed().map((error, i) => ({ ...error, offset: BigInt(i) }));

  const outcomes = await Promise.all([
    store.save({ ...batchOf(30), errors: newcomers }),
    other.save({ ...batchOf(30), log: { topic: 'application-logs', partition: 1 }, errors: shuffled }),
  ]);

  const announced = outcomes.flatMap((outcome) =>
    outcome.outcome === 'stored' ? outcome.stored.newIncidents : [],
  );
  expect(announced.toSorted()).toEqual(newcomers.map(({ incident }) => incident));
});

test('brings a resolved incident back once, by an error that was written after the resolving', async () => {
  const { store, database } = await aStore();
  await store.start([{ log, next: 0n }]);
  await store.save(batchOf(2));
  await database.pool.query('UPDATE esm.incident SET resolved_at = to_timestamp($1::float8 / 1000)', [noon]);

  const late = await store.save(batchOf(1, { from: 2n, error: { time: noon - 1_000 } }));
  const back = await store.save(batchOf(3, { from: 3n, error: { time: noon + 1_000 } }));
  const again = await store.save(batchOf(1, { from: 6n, error: { time: noon + 2_000 } }));

  const regressed = [late, back, again].map((o) =>
    o.outcome === 'stored' ? o.stored.regressedIncidents : undefined,
  );
  expect(regressed).toEqual([[], [{ id: '00000000000000aa', countBefore: 3, firstSeen: noon }], []]);
});

test.for([
  { what: 'in the batch that began it', batches: [['ERROR', 'CRITICAL', 'ERROR']] },
  { what: 'in a later batch', batches: [['ERROR'], ['CRITICAL'], ['ERROR']] },
] as const)('keeps the level of an incident that turned critical $what', async ({ batches }) => {
  const { store, database } = await aStore();
  await store.start([{ log, next: 0n }]);

  let from = 0n;
  for (const levels of batches) {
    const batch = batchOf(levels.length, { from });
    const errors = batch.errors.map((error, i) => ({ ...error, severity: levels[i] ?? 'ERROR' }));
    await store.save({ ...batch, errors });
    from = batch.next;
  }

  const { rows } = await database.pool.query('SELECT level FROM esm.incident');
  expect(rows).toEqual([{ level: 'CRITICAL' }]);
});

test('stores small batches by one plan, which the server makes no more after some', async () => {
  const database = await openDatabase({ url: await aDatabase(), poolSize: 1, name: 'test' });
  onTestFinished(() => database.close());
  const { store } = await aStore(database);
  await store.start([{ log, next: 0n }]);

  for (let from = 0n; from < 10n; from++) await store.save(batchOf(1, { from }));

  const { rows } = await database.pool.query(
    "SELECT custom_plans::integer, generic_plans::integer FROM pg_prepared_statements WHERE name = 'save-batch'",
  );
  expect(rows).toEqual([{ custom_plans: 5, generic_plans: 5 }]);
});
