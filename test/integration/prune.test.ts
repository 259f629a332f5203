import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/postgres/pool.ts';
import { prune } from '../../src/postgres/retention.ts';
import { runCommand } from '../support/a-command.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aPast } from '../support/a-past.ts';
import { produce } from '../support/a-topic.ts';
import { anError } from '../support/builders.ts';
import { waitFor } from '../support/wait-for.ts';
import { aSetting, record, rowsOf, watch } from './a-setting.ts';

const dayMs = 86_400_000;
const today = Math.floor(Date.now() / dayMs) * dayMs;
const noonOf = (daysAgo: number) => today - daysAgo * dayMs + dayMs / 2;

test('drops whole days that are older, and keeps incidents and totals', async () => {
  const past = await sixtyDays();

  const run = await runCommand(['prune', '--retention', '30d', '--yes'], past);

  expect(run).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^Dropped (29|30) days with (29|30) errors/),
  });
  const kept = await past.history.occurrences('00000000000000aa', 1_000);
  expect(Math.min(...kept.map(({ at }) => at))).toBe(noonOf(30));
  expect(await past.history.incident('00000000000000aa')).toMatchObject({ count: 61, firstSeen: noonOf(60) });
  expect(await past.history.timeline(noonOf(60), noonOf(31), dayMs)).toEqual([]);
  const services = await runCommand(['query', 'services', '--json'], past);
  expect(JSON.parse(services.stdout)).toMatchObject({ errors: 61 });
});

test('shows what would go in a dry run, and drops nothing without a yes', async () => {
  const past = await sixtyDays();

  const dry = await runCommand(['prune', '--retention', '58d', '--dry-run'], past);
  const unasked = await runCommand(['prune'], { env: { ...past.env, ESM_RETENTION: '58d' } });
  const young = await runCommand(['prune', '--retention', '300d', '--yes'], past);

  expect(dry.stdout).toMatch(/^day +errors +MiB\n\d{4}-\d\d-\d\d +1 +0\.\d\n/);
  expect(dry.stderr).toContain('A dry run: nothing was dropped.');
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('Nobody can be asked') });
  expect(young.stderr).toContain('No day of errors is older than 300 days.');
  expect(await past.history.occurrences('00000000000000aa', 1_000)).toHaveLength(61);
});

test('drops thirty days while errors are being stored, and loses none of them', async () => {
  const past = await sixtyDays();
  let stored = 0;
  let storing = true;
  const ingest = (async () => {
    while (storing) {
      const at = Date.now();
      await past.store([anError({ at, time: at, incident: 'feed000000000001' })]);
      stored += 1;
    }
  })();
  await waitFor('some batches', () => stored > 3);

  const [batchesBefore, startedAt] = [stored, performance.now()];
  const dropped = await prune(past.database, today - 29 * dayMs);
  const tookMs = Math.round(performance.now() - startedAt);
  const batchesMeanwhile = stored - batchesBefore;
  storing = false;
  await ingest;

  console.log(`dropped ${dropped?.length} days in ${tookMs} ms beside ${batchesMeanwhile} batches`);
  expect(dropped?.length).toBeGreaterThanOrEqual(30);
  expect(batchesMeanwhile).toBeGreaterThan(0);
  expect(await past.history.occurrences('feed000000000001', stored + 1)).toHaveLength(stored);
  expect(await past.history.incident('feed000000000001')).toMatchObject({ count: stored });
  const services = await runCommand(['query', 'services', '--json'], past);
  expect(JSON.parse(services.stdout)).toMatchObject({ errors: 61 + stored });
});

test('waits for a batch that is being stored, and drops the day once it stands', async () => {
  const past = await sixtyDays();
  const member = await past.database.pool.connect();
  await member.query(`BEGIN; INSERT INTO esm.error SELECT now(), log_id, 100000, part, severity, service, fingerprint,
    now(), message, logger, host, exception_type, stack, trace_id, format, fields FROM esm.error LIMIT 1`);

  const pruning = prune(past.database, today - 59 * dayMs);
  await waitFor('it to wait for the batch', async () => {
    const { rowCount } = await past.database.pool.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%drop_day%' AND datname = current_database()`,
    );
    return rowCount === 1;
  });
  await member.query('COMMIT');
  member.release();
  const dropped = await pruning;

  expect(dropped?.map(({ errors }) => errors)).toEqual([1]);
  const { rows } = await past.database.pool.query('SELECT FROM esm.error WHERE "offset" = 100000');
  expect(rows).toHaveLength(1);
});

test('leaves a day that somebody reads for long to the next time, and is done by one member at a time', async () => {
  const past = await sixtyDays();
  const reader = await past.database.pool.connect();
  await reader.query('BEGIN; SELECT count(*) FROM esm.error');

  const [first, second] = await Promise.all([
    prune(past.database, today - 58 * dayMs),
    prune(past.database, today - 58 * dayMs),
  ]);
  await reader.query('COMMIT');
  reader.release();
  const later = await prune(past.database, today - 58 * dayMs);

  expect([first, second]).toContainEqual([]);
  expect([first, second]).toContainEqual(undefined);
  expect(later?.map(({ errors }) => errors)).toEqual([1, 1]);
});

test('tells only of days that it dropped itself, not of those that went before its turn', async () => {
  const past = await sixtyDays();
  const other = await openDatabase({ url: past.env.DATABASE_URL, poolSize: 1, name: 'test' });
  onTestFinished(() => other.close());

  const waiting = prune(other, today - 58 * dayMs);
  const onlyConnection = await other.pool.connect(); // as soon as it asked something, it waits for this one
  const first = await prune(past.database, today - 58 * dayMs);
  onlyConnection.release();
  const second = await waiting;

  const days = [...(first ?? []), ...(second ?? [])].map(({ day }) => Date.parse(day));
  expect(days).toEqual([today - 60 * dayMs, today - 59 * dayMs]);
});

test('keeps the minutes of a day of which a part is too old, as it keeps the errors', async () => {
  const past = await sixtyDays();

  await prune(past.database, noonOf(30) + 3_600_000);

  expect(await rowsByMinute(past)).toHaveLength(31);
  await expectCountsByTime(past);
});

test('keeps the minutes of errors of 1970 as long as the errors, which go with their neighbours', async () => {
  const past = await aPast();
  await past.store([0, noonOf(40), 60_000, 7_200_000, noonOf(0)].map((at) => anError({ at })));

  await prune(past.database, noonOf(30));
  const first = await rowsByMinute(past);
  await expectCountsByTime(past);
  await past.store([anError({ at: noonOf(35) })]);
  await prune(past.database, noonOf(30));

  expect(first).toEqual([0, 60_000, 7_200_000, noonOf(0)]);
  expect(await rowsByMinute(past)).toEqual([noonOf(0)]);
  await expectCountsByTime(past);
});

test('remembers up to where errors were dropped', async () => {
  const past = await sixtyDays();

  await prune(past.database, today - 30 * dayMs);

  const { rows } = await past.database.pool.query('SELECT pruned FROM esm.log');
  expect(rows).toEqual([{ pruned: '30' }]);
});

test('says to a group that comes later what retention dropped, and counts none of it again', async () => {
  const { topic, env, databaseUrl } = await aSetting();
  const at = Date.now();
  await produce(
    topic,
    [noonOf(40), noonOf(40), at].map((each) => ({ value: record('boom'), timestamp: `${each}` })),
  );
  const first = runMonitorProcess(watch(topic), env);
  await waitFor('the errors', async () => (await rowsOf(databaseUrl)) === 3);
  await first.end();
  await runCommand(['prune', '--retention', '30d', '--yes'], { env });

  const second = runMonitorProcess(watch(topic, `${topic}-later`), env);
  await waitFor('all to be read again', () => second.stdout().split('boom').length > 3);
  await second.end();

  expect(second.stderr()).toContain(
    `${topic}/0: retention dropped errors before offset 2; they are not counted again.`,
  );
  const services = await runCommand(['query', 'services', '--json'], { env });
  expect(JSON.parse(services.stdout)).toMatchObject({ errors: 3 });
});

test.for([
  { flags: [], says: 'Say --retention 30d' },
  { flags: ['--retention', '12h'], says: 'It takes whole days' },
])('refuses $flags with exit code 2', async ({ flags, says }) => {
  const run = await runCommand(['prune', ...flags], {});

  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
});

type Past = Awaited<ReturnType<typeof aPast>>;

/** Minutes of the stored errors, where each has one of its own. */
async function rowsByMinute({ database }: Past): Promise<readonly number[]> {
  const { rows } = await database.pool.query<{ minute: Date }>(
    `SELECT date_trunc('minute', at, 'UTC') AS minute FROM esm.error ORDER BY 1`,
  );
  return rows.map(({ minute }) => minute.getTime());
}

/** Minutes and hours, of services and of incidents, count what is stored and nothing else. */
async function expectCountsByTime({ database }: Past): Promise<void> {
  for (const [table, unit, count] of [
    ['minute', 'minute', 'critical + error + exception'],
    ['hour', 'hour', 'critical + error + exception'],
    ['incident_minute', 'minute', 'count'],
    ['incident_hour', 'hour', 'count'],
  ]) {
    const { rows } = await database.pool.query(
      `SELECT coalesce(at, ${unit}) AS at, stored, counted
         FROM (SELECT date_trunc('${unit}', at, 'UTC') AS at, count(*) AS stored FROM esm.error GROUP BY 1) AS r
         FULL JOIN (SELECT ${unit}, sum(${count}) AS counted FROM esm.${table} GROUP BY 1) AS c ON at = ${unit}
        WHERE stored IS DISTINCT FROM counted`,
    );
    expect({ table, rows }).toEqual({ table, rows: [] });
  }
}

/** One error at noon of each of the last 61 days, today's included, at the offsets from 0. */
async function sixtyDays() {
  const past = await aPast();
  await past.store(
    Array.from({ length: 61 }, (_, i) => anError({ at: noonOf(60 - i), time: noonOf(60 - i) })),
  );
  return past;
}
