import { expect, test } from 'vitest';
import { changedTotals } from '../../src/postgres/changed-totals.ts';
import { fold } from '../../src/postgres/fold.ts';
import { prune } from '../../src/postgres/retention.ts';
import { errorsIn } from '../../src/severity-counts.ts';
import { runCommand } from '../support/a-command.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';
import { totalsInPostgres } from '../support/oracle.ts';

test('puts totals and counts of incidents right from the stored errors, once it may', async () => {
  const past = await fiveErrors();
  await past.database.pool.query(
    'UPDATE esm.folded_total SET error = 99; UPDATE esm.incident_count SET count = 99',
  );

  const dry = await runCommand(['replay', '--rebuild-totals', '--dry-run'], past);
  const unasked = await runCommand(['replay', '--rebuild-totals'], past);
  const before = await past.history.incidents({ limit: 1 });
  const done = await runCommand(['replay', '--rebuild-totals', '--yes'], past);
  const again = await runCommand(['replay', '--rebuild-totals', '--yes'], past);

  expect(dry).toMatchObject({ code: 0, stdout: 'billing: the totals count 99 errors, 5 are stored\n' });
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
