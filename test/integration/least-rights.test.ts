import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { changedTotals } from '../../src/postgres/changed-totals.ts';
import { fold } from '../../src/postgres/fold.ts';
import { createIncidentStore } from '../../src/postgres/incident-store.ts';
import { openDatabase } from '../../src/postgres/pool.ts';
import { prune } from '../../src/postgres/retention.ts';
import { runCommand } from '../support/a-command.ts';
import { aDatabase } from '../support/a-database.ts';
import { aWatchedTopic, type WatchedTopic } from '../support/a-watched-topic.ts';
import { anError, aStoredBatch, severityCounts } from '../support/builders.ts';
import { type SomeRoles, someRoles, tried } from '../support/some-roles.ts';

const dayMs = 86_400_000;
let roles: SomeRoles;
let watched: WatchedTopic;

/** Everything below happens in a database whose schema esm_owner made, and which esm_app filled. */
beforeAll(async () => {
  roles = await someRoles();
  await runCommand(['migrate'], { env: { DATABASE_URL: roles.owner } });
  watched = await aWatchedTopic(600, roles.app);
});

const as = (url: string) => ({ env: { ...watched.env, DATABASE_URL: url } });

test('brings the schema up to date as its owner, and tells everybody else who can', async () => {
  const { owner, app } = await someRoles();

  const early = await runCommand(['query'], { env: { DATABASE_URL: app } });
  const done = await runCommand(['migrate'], { env: { DATABASE_URL: owner } });
  const again = await runCommand(['migrate'], { env: { DATABASE_URL: owner } });
  const byApp = await runCommand(['migrate'], { env: { DATABASE_URL: app } });
  await tried(owner, ['DELETE FROM esm.migration']);
  const late = await runCommand(['query'], { env: { DATABASE_URL: app } });

  expect(early).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/esm_app has no rights on the schema esm\.\nRun esm-monitor migrate/),
  });
  expect(done).toMatchObject({ code: 0, stderr: expect.stringContaining('to esm_app and esm_read.') });
  expect(again).toEqual(done);
  expect(byApp).toMatchObject({ code: 3, stderr: expect.stringContaining('esm_app does not own') });
  expect(late).toMatchObject({ code: 3, stderr: expect.stringContaining('older than this version') });
});

test('folds what it counted as esm_app', async () => {
  const database = await openDatabase({ url: roles.app, poolSize: 2, name: 'test' });
  onTestFinished(() => database.close());
  const log = { topic: watched.topic, partition: 0 };
  const store = createIncidentStore({ database, clusterId: 'another', group: 'another' });
  await store.start([{ log, next: 0n }]);
  await store.save(aStoredBatch({ errors: [anError({ service: 'folded' })], log }).batch);
  const { version } = await changedTotals(database, 0n);

  await fold(database);

  expect(version).toBeGreaterThan(0n); // of what the member folded
  expect(await changedTotals(database, version)).toEqual({
    version: version + 1n,
    totals: [{ service: 'folded', counts: severityCounts({ ERROR: 1 }) }],
  });
});

test('writes, decides, replays and prunes as esm_app', async () => {
  const app = as(roles.app);
  const { stdout } = await runCommand(['query', 'incidents', '--json', '--limit', '1'], app);
  const { id } = JSON.parse(stdout);
  const commands = [
    ['resolve', id],
    ['reopen', id],
    ['mute', id, '--until', '1h'],
    ['replay', '--to', 'earliest', '--yes'],
    ['replay', '--to', 'earliest', '--repair', '--yes'],
    ['replay', '--rebuild-totals', '--yes'],
    ['prune', '--retention', '30d', '--yes'],
    ['doctor'],
  ];

  for (const command of commands) {
    const run = await runCommand(command, app);

    expect(run, `${command.join(' ')}: ${run.stderr}`).toMatchObject({ code: 0 });
  }
});

test('makes new days of errors and drops old ones through the functions of the owner', async () => {
  const days = [-40, -1].map((n) => new Date(Date.now() + n * dayMs).toISOString().slice(0, 10));
  const made = await tried(
    roles.app,
    days.map((day) => `SELECT esm.ensure_day('${day}')`),
  );
  const database = await openDatabase({ url: roles.app, poolSize: 2, name: 'test' });
  const dropped = await prune(database, Date.now() - 30 * dayMs);
  await database.close();

  expect(made).toEqual(['done', 'done']);
  expect(dropped?.map(({ day }) => day)).toEqual([days[0]]);
});

test('answers every question as esm_read, and refuses it to decide', async () => {
  const read = as(roles.read);
  const { stdout } = await runCommand(['query', 'incidents', '--json', '--limit', '1'], read);
  const { id } = JSON.parse(stdout);
  const questions = [
    ['query', '--limit', '5'],
    ['query', 'incidents'],
    ['query', 'incident', id],
    ['query', 'services'],
    ['query', 'timeline', '--since', '1h'],
  ];

  for (const question of questions) {
    const run = await runCommand([...question, '--json'], read);

    expect(run, `${question.join(' ')}: ${run.stderr}`).toMatchObject({ code: 0 });
    expect(run.stdout, question.join(' ')).not.toBe('');
  }
  const resolving = await runCommand(['resolve', id], read);
  const doctor = await runCommand(['doctor'], read);
  expect(resolving).toMatchObject({ code: 3, stderr: expect.stringContaining('esm_app, not esm_read') });
  expect(doctor.code).toBe(3);
  expect(doctor.stdout).toMatch(
    /fail Postgres rights +esm_read lacks DELETE on .+ and \d+ more\n +→ Enough for query/,
  );
});

test('gives neither role more than its work needs, even where one lifts its own limits', async () => {
  const never = [
    'CREATE TABLE esm.mine (a int)',
    'CREATE TABLE public.mine (a int)',
    'DROP TABLE esm.error',
    'ALTER TABLE esm.error ADD mine int',
    'TRUNCATE esm.error',
    'CREATE SCHEMA mine',
    "INSERT INTO esm.migration (name, run_on) VALUES ('mine', now())",
    'ALTER ROLE esm_app SUPERUSER',
    'SET ROLE esm_owner',
  ];
  const notReading = [
    'UPDATE esm.incident SET resolved_at = now()',
    'DELETE FROM esm.error',
    'UPDATE esm.fold SET version = 0',
    'SELECT esm.drop_day(current_date - 1)',
    'SELECT * FROM esm.dead_letter',
  ];

  const asApp = await tried(roles.app, never);
  const asRead = await tried(roles.read, [
    'SET default_transaction_read_only = off',
    ...never,
    ...notReading,
  ]);

  for (const outcome of [...asApp, ...asRead.slice(1)])
    expect(outcome).toMatch(/permission denied|must be owner/);
});

test('hands a schema that another user made over to esm_owner', async () => {
  const url = await aDatabase();
  const database = await openDatabase({ url, poolSize: 1, name: 'test' });
  await database.close();

  const { owner, app } = await someRoles(url);
  const migrated = await runCommand(['migrate'], { env: { DATABASE_URL: owner } });
  const changed = await tried(owner, ['ALTER TABLE esm.error ADD mine int', 'DROP VIEW esm.incident_status']);
  const after = await tried(app, ['SELECT esm.ensure_day(current_date)', 'SELECT FROM esm.error']);

  expect(migrated.code).toBe(0);
  expect(changed).toEqual(['done', 'done']);
  expect(after).toEqual(['done', 'done']);
});
