import { expect, test } from 'vitest';
import { prune } from '../../src/postgres/retention.ts';
import { runCommand } from '../support/a-command.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';

test('puts totals and counts of incidents right from the stored errors, once it may', async () => {
  const past = await fiveErrors();
  await past.database.pool.query('UPDATE esm.total SET error = 99; UPDATE esm.incident_count SET count = 99');

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
  await past.database.pool.query('UPDATE esm.total SET info = 2');
  return past;
}
