import { expect, test } from 'vitest';
import { changedTotals } from '../../src/postgres/changed-totals.ts';
import { fold } from '../../src/postgres/fold.ts';
import type { Database } from '../../src/postgres/pool.ts';
import { openRepair } from '../../src/postgres/repair-store.ts';
import { prune } from '../../src/postgres/retention.ts';
import { errorsIn } from '../../src/severity-counts.ts';
import type { LogError } from '../../src/types.ts';
import { runCommand } from '../support/a-command.ts';
import { aPast } from '../support/a-past.ts';
import { anError, aStoredBatch } from '../support/builders.ts';
import { countDifferencesIn } from '../support/count-differences.ts';
import { totalsInPostgres } from '../support/oracle.ts';

test('puts totals and counts of incidents right from the stored errors, once it may', async () => {
  const past = await fiveErrors();
  await past.database.pool.query(
    'UPDATE esm.folded_total SET error = 99; UPDATE esm.folded_incident_count SET count = 99',
  );

  const dry = await runCommand(['replay', '--rebuild-totals', '--dry-run'], past);
  const unasked = await runCommand(['replay', '--rebuild-totals'], past);
  const before = await past.history.incidents({ limit: 1 });
  const done = await runCommand(['replay', '--rebuild-totals', '--yes'], past);
  const again = await runCommand(['replay', '--rebuild-totals', '--yes'], past);

  expect(dry).toMatchObject({
    code: 0,
    stdout:
      'billing: the totals count 99 errors, 5 are stored\nincidents that count other errors than are stored: 1\n',
  });
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('Nobody can be asked') });
  expect(before).toMatchObject([{ count: 99 }]);
  expect(done).toMatchObject({ code: 0, stderr: 'The totals are right again.\n' });
  expect(again.stderr).toBe('The totals are what the stored errors say.\n');
  expect(await past.history.incidents({ limit: 1 })).toMatchObject([{ count: 5 }]);
  const services = await runCommand(['query', 'services', '--json'], past);
  expect(JSON.parse(services.stdout)).toMatchObject({ error: 5, events: 7 });
});

test('compares also what no fold has taken yet', async () => {
  const past = await fiveErrors();
  await past.store([anError({ service: 'billing' }), anError({ service: 'search' })]);
  const right = await runCommand(['replay', '--rebuild-totals', '--dry-run'], past);
  await past.database.pool.query('UPDATE esm.folded_total SET error = 99');
  await past.store([anError({ service: 'billing' })]);

  const dry = await runCommand(['replay', '--rebuild-totals', '--dry-run'], past);
  const done = await runCommand(['replay', '--rebuild-totals', '--yes'], past);

  expect(right.stderr).toBe('The totals are what the stored errors say.\n');
  expect(dry.stdout).toBe(
    'billing: the totals count 100 errors, 7 are stored\nsearch: the totals count 99 errors, 1 are stored\n',
  );
  expect(done).toMatchObject({ code: 0 });
  expect(await errorsByService(past)).toEqual({ billing: 7, search: 1 });
});

test('counts minutes and hours anew too, so that a repair counts nothing twice', async () => {
  const past = await aPast();
  const errors = Array.from({ length: 20 }, (_, i) => errorOf(i));
  await past.store(errors);
  await past.database.pool.query(`
    INSERT INTO esm.tally (other_services, other_severities, other_minutes, other_counts)
    VALUES ('{billing}', '{INFO}', ARRAY['2026-11-23T10:00Z'::timestamptz], '{2}')`);
  await past.database.pool.query('DELETE FROM esm.error WHERE "offset" < 10');

  const dry = await runCommand(['replay', '--rebuild-totals', '--dry-run'], past);
  await runCommand(['replay', '--rebuild-totals', '--yes'], past);
  const rebuilt = await countDifferencesIn(past.env.DATABASE_URL);
  const filledIn = await repair(past.database, errors);

  expect(dry.stdout.split('\n')).toEqual([
    'billing: the totals count 10 errors, 5 are stored',
    'search: the totals count 10 errors, 5 are stored',
    'minutes that count other errors than are stored: 4',
    'hours that count other errors than are stored: 2',
    'incidents that count other errors than are stored: 2',
    'minutes of incidents that count other errors than are stored: 4',
    'hours of incidents that count other errors than are stored: 2',
    '',
  ]);
  expect(rebuilt).toEqual([]);
  expect(filledIn).toBe(10);
  expect(await countDifferencesIn(past.env.DATABASE_URL)).toEqual([]);
});

test('puts right minutes that are wrong beneath a total that is right', async () => {
  const past = await fiveErrors();
  await past.database.pool.query(
    'UPDATE esm.folded_minute SET error = 4; UPDATE esm.folded_minute SET info = 2',
  );

  const done = await runCommand(['replay', '--rebuild-totals', '--yes'], past);
  const again = await runCommand(['replay', '--rebuild-totals', '--yes'], past);

  expect(done).toMatchObject({ code: 0, stdout: 'minutes that count other errors than are stored: 1\n' });
  expect(again.stderr).toBe('The totals are what the stored errors say.\n');
  const { rows } = await past.database.pool.query('SELECT error, info FROM esm.folded_minute');
  expect(rows).toEqual([{ error: '5', info: '2' }]);
});

test('makes a version of its own of what it puts right, so that Redis and the screens hear of it', async () => {
  const past = await fiveErrors();
  await past.database.pool.query(`
    UPDATE esm.folded_total SET error = 99;
    INSERT INTO esm.folded_total SELECT 'ghost', 1, 2, 3, 0, 0, 0, 0, 1`);
  const { version } = await changedTotals(past.database, 0n);

  await runCommand(['replay', '--rebuild-totals', '--yes'], past);

  const changed = await changedTotals(past.database, version);
  expect(changed.version).toBeGreaterThan(version);
  expect(changed.totals.map(({ service, counts }) => [service, errorsIn(counts)])).toEqual(
    expect.arrayContaining([
      ['billing', 5],
      ['ghost', 0],
    ]),
  );
});

test('refuses when retention has dropped what the totals count', async () => {
  const past = await fiveErrors(Date.now() - 40 * 86_400_000);
  await prune(past.database, Date.now() - 30 * 86_400_000);

  const run = await runCommand(['replay', '--rebuild-totals', '--yes'], past);

  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('they would be too low') });
});

/** Of two services, each with an incident of its own; five a minute, of which the last minute is in the next hour. */
function errorOf(i: number) {
  const [service, incident] = i % 2 === 0 ? ['billing', 'aaaa000000000001'] : ['search', 'bbbb000000000002'];
  const at = Date.parse('2026-11-23T10:57Z') + Math.floor(i / 5) * 60_000;
  return anError({ service, incident, at, time: at, offset: BigInt(i) });
}

/** Fills in what is missing of `errors`, which are all that the log has; answers how many that were. */
async function repair(database: Database, errors: readonly LogError[]): Promise<number> {
  const { batch } = aStoredBatch({ errors });
  const repairing = await openRepair(database, 'test', [
    { log: batch.log, from: batch.from, to: batch.next },
  ]);
  const filledIn = await repairing.save(batch);
  await repairing.close();
  return filledIn;
}

/** Five errors and, in the totals, two other events of their service. */
async function fiveErrors(at = Date.now()) {
  const past = await aPast();
  await past.store(Array.from({ length: 5 }, () => anError({ service: 'billing', at, time: at })));
  await fold(past.database);
  await past.database.pool.query('UPDATE esm.folded_total SET info = 2');
  return past;
}

async function errorsByService(past: Awaited<ReturnType<typeof aPast>>) {
  const totals = await totalsInPostgres(past.env.DATABASE_URL);
  return Object.fromEntries(totals.map(({ service, counts }) => [service, errorsIn(counts)]));
}
