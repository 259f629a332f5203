import { Client } from 'pg';
import { expect, test } from 'vitest';
import { connectCluster } from '../../src/kafka/cluster.ts';
import { runCommand } from '../support/a-command.ts';
import { aKafka, makeAnew } from '../support/a-topic.ts';
import { aWatchedTopic, type WatchedTopic } from '../support/a-watched-topic.ts';
import { loseErrors } from '../support/lose-errors.ts';
import { expectedState, numbered } from '../support/numbered-records.ts';
import { storedPositions, storedState } from '../support/oracle.ts';
import { servers } from '../support/servers.ts';

test('reads again what was lost, exactly that, after a rewind to the beginning', async () => {
  const watched = await aWatchedTopic(6_000);
  await loseErrors(watched.databaseUrl, '"offset" BETWEEN 100 AND 400');
  const before = await storedState(watched.databaseUrl);

  const replay = await runCommand(['replay', '--to', 'earliest', '--yes'], watched);
  const moved = await positionsOf(watched);
  const again = await runCommand(['replay', '--to', 'earliest', '--yes'], watched);
  await watched.watch();

  expect(replay).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`Moved 6 positions of ${watched.topic}.`),
  });
  expect(moved).toEqual({ postgres: new Array(6).fill(0n), kafka: new Array(6).fill(0n) });
  expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('Nothing to move') });
  expect(before.rows).toEqual(before.totals);
  expect(before.coordinates.length).toBeLessThan(expectedState(watched.topic, 6_000).coordinates.length);
  expect(await storedState(watched.databaseUrl)).toEqual(expectedState(watched.topic, 6_000));
});

test('shows the plan, and moves nothing when nobody can be asked or only a dry run is wanted', async () => {
  const watched = await aWatchedTopic(60);

  const dry = await runCommand(['replay', '--shift-by', '-4', '--dry-run', '--tz', 'UTC'], watched);
  const unasked = await runCommand(['replay', '--shift-by', '-4'], watched);

  const [head, first] = dry.stdout.split('\n');
  expect(head).toMatch(/^topic +partition +current +target +difference +to read again +oldest +newest/);
  expect(first).toMatch(
    new RegExp(`^${watched.topic} +0 +10 +6 +-4 +4 +\\d{4}-\\d\\d-\\d\\d [\\d:]+ +\\d{4}-.*`),
  );
  expect(dry).toMatchObject({ code: 0, stderr: expect.stringContaining('A dry run: nothing was moved.') });
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('Add --yes') });
  expect((await positionsOf(watched)).postgres).toEqual(new Array(6).fill(10n));
});

test('goes to every kind of target', async () => {
  const watched = await aWatchedTopic(60);
  const targets = async (...flags: readonly string[]) => {
    const { stdout, stderr } = await runCommand(['replay', '--dry-run', ...flags], watched);
    const lines = stdout.trimEnd().split('\n').slice(1);
    return lines.length === 1 && lines[0] === '' ? stderr : lines.map((line) => Number(line.split(/ +/)[3]));
  };
  const { rows } = await execute(watched, `SELECT id FROM esm.incident ORDER BY id LIMIT 1`);

  expect(await targets('--to', 'earliest')).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await targets('--to', 'latest')).toEqual([10, 10, 10, 10, 10, 10]);
  expect(await targets('--to', '-2h')).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await targets('--to', '2199-01-01')).toEqual([10, 10, 10, 10, 10, 10]);
  expect(await targets('--to-offset', '3:7,5:10')).toEqual([7, 10]);
  expect(await targets('--shift-by', '-3', '--partition', '1', '--partition', '2')).toEqual([7, 7]);
  expect(await targets('--shift-by', '-300', '--partition', '1')).toEqual([0]);
  expect(await targets('--incident', String(rows[0]?.id))).toEqual(
    await firstOffsets(watched, String(rows[0]?.id)),
  );
});

test('says that a time lies before all records, and how many records a move forward skips', async () => {
  const watched = await aWatchedTopic(60);

  const before = await runCommand(['replay', '--to', '2020-01-01', '--dry-run'], watched);
  await runCommand(['replay', '--shift-by', '-4', '--yes'], watched);
  const after = await runCommand(['replay', '--to', '2199-01-01', '--dry-run'], watched);

  expect(before.stdout.match(/all of it: no record is older than that/g)).toHaveLength(6);
  expect(before.stderr).toBe('A dry run: nothing was moved.\n');
  expect(after.stdout.match(/nothing in it is that new; skips 4 that were never read/g)).toHaveLength(6);
  expect(after.stderr).toContain('24 records lie between: the group has not read them, and never will.');
});

test('shows what a repair would read, and stores nothing', async () => {
  const watched = await aWatchedTopic(60);
  await loseErrors(watched.databaseUrl, '"offset" >= 5');
  const lost = await storedState(watched.databaseUrl);

  const run = await runCommand(['replay', '--to-offset', '3:4,5:10', '--repair', '--dry-run'], watched);

  const [head, ...rows] = run.stdout.trimEnd().split('\n');
  expect(head).toMatch(/^topic +partition +from +to +to read$/);
  expect(rows).toEqual([expect.stringMatching(new RegExp(`^${watched.topic} +3 +4 +10 +6$`))]);
  expect(run).toMatchObject({ code: 0, stderr: 'A dry run: 6 records would be read, and nothing was.\n' });
  expect(await storedState(watched.databaseUrl)).toEqual(lost);
});

test('says exactly why a position can not go there, and moves none', async () => {
  const watched = await aWatchedTopic(60);
  const admin = aKafka().admin();
  await admin.connect();
  await admin.fetchTopicMetadata({ topics: [watched.topic] }); // the client deletes only in topics that it knows
  await admin.deleteTopicRecords({ topic: watched.topic, partitions: [{ partition: 2, offset: '4' }] });
  await admin.disconnect();
  const replay = async (...flags: readonly string[]) => {
    const { code, stderr } = await runCommand(['replay', '--yes', ...flags], watched);
    return `${code} ${stderr}`;
  };

  expect(await replay('--to', '-2h')).toContain(`2 ${watched.topic}/2 begins at offset 4, after that time`);
  expect(await replay('--to-offset', '1:11')).toContain(`/1 holds the offsets 0 to 9; 11 is none of them.`);
  expect(await replay('--to-offset', '9:1')).toContain('2 There is no partition 9');
  expect(await replay('--to', 'earliest', '--partition', '7')).toContain('2 There is no partition 7');
  expect(await replay('--incident', 'ffff')).toContain('2 No incident has the id ffff.');
  expect((await positionsOf(watched)).postgres).toEqual(new Array(6).fill(10n));
});

test('names the earliest place in a log that lost errors to retention, and goes there', async () => {
  const watched = await aWatchedTopic(60);
  await execute(watched, 'UPDATE esm.log SET pruned = 7 WHERE partition = 2');

  const refused = await runCommand(['replay', '--to-offset', '2:3', '--yes'], watched);
  const [, place = ''] = /--to-offset (\S+)/.exec(refused.stderr) ?? [];
  const moved = await runCommand(['replay', '--to-offset', place, '--yes'], watched);

  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${watched.topic}/2 lost errors before offset 7 to retention`),
  });
  expect(place).toBe(`${watched.topic}:2:7`);
  expect(moved.stderr).toContain('Moved 1 position');
  expect((await positionsOf(watched)).postgres).toEqual([10n, 10n, 7n, 10n, 10n, 10n]);
});

test('says that the topic was made anew since, and moves nothing', async () => {
  const watched = await aWatchedTopic(60);
  await makeAnew(watched.topic, numbered.partitions);

  const run = await runCommand(['replay', '--yes', '--to', 'earliest'], watched);

  expect(run.code).toBe(2);
  expect(run.stderr).toContain(`${watched.topic}/0 ends at offset 0, but 10 is the next to store`);
  expect(run.stderr).toContain('the topic was made anew');
  expect((await positionsOf(watched)).postgres).toEqual(new Array(6).fill(10n));
});

test.for([
  { flags: [], says: 'Replay from where?' },
  { flags: ['--to', 'earliest', '--shift-by', '-1'], says: 'Only one place' },
  { flags: ['--to', 'whenever'], says: 'It takes earliest, latest, an ISO time' },
  { flags: ['--to-offset', '3'], says: 'It takes PARTITION:OFFSET' },
  { flags: ['--shift-by', '-1h'], says: 'It takes a number of offsets' },
  { flags: ['--to', 'earliest', '--print', '--repair'], says: "--print and --repair can't be joined" },
  { flags: ['--to', 'earliest', '--until', '1h'], says: 'with --print or --repair only' },
])('refuses $flags with exit code 2 before it asks a server', async ({ flags, says }) => {
  const run = await runCommand(['replay', ...flags], { env: { KAFKA_BROKERS: '127.0.0.1:1' } });

  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(says) });
});

test('refuses while the group has members, names them, and can repair beside them', async () => {
  const watched = await aWatchedTopic(600);
  await execute(watched, 'DELETE FROM esm.error WHERE "offset" < 50');
  const ending = new AbortController();
  const member = aKafka().consumer({ groupId: watched.topic, maxWaitTimeInMs: 100 });
  await member.connect();
  await member.subscribe({ topics: [watched.topic] });
  await member.run({ autoCommit: false, eachMessage: async () => {} });
  const before = await storedState(watched.databaseUrl);

  const refused = await runCommand(['replay', '--to', 'earliest', '--yes'], {
    ...watched,
    signal: ending.signal,
  });
  const repair = await runCommand(['replay', '--to', 'earliest', '--repair'], watched);
  const again = await runCommand(['replay', '--to', 'earliest', '--repair'], watched);
  await member.disconnect();

  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('has 1 running: test on ') });
  expect(repair.stderr).toContain(
    `${expectedState(watched.topic, 600).coordinates.length - before.coordinates.length} missing errors filled in`,
  );
  expect(again.stderr).toContain('0 missing errors filled in');
  const after = await storedState(watched.databaseUrl);
  expect(after.coordinates).toEqual(expectedState(watched.topic, 600).coordinates);
  expect(after.events).toBe(before.events + (after.coordinates.length - before.coordinates.length));
  expect((await storedPositions(watched.databaseUrl)).size).toBe(6);
});

test('prints the errors of a range from Kafka and touches nothing', async () => {
  const watched = await aWatchedTopic(60);

  const { stdout, code } = await runCommand(['replay', '--to-offset', '0:5', '--print'], watched);

  const printed = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(printed.map(({ partition, offset }) => [partition, offset])).toEqual(
    [30].filter(numbered.isError).map((n) => [0, String(n / 6)]),
  );
  expect((await positionsOf(watched)).postgres).toEqual(new Array(6).fill(10n));
});

async function positionsOf({ topic, databaseUrl }: WatchedTopic) {
  const stored = await storedPositions(databaseUrl);
  const cluster = await connectCluster(aKafka(), [servers().brokers]);
  const committed = await cluster.committed(topic, [topic]).finally(() => cluster.close());
  const inOrder = (offsets: ReadonlyMap<string, bigint>) =>
    Array.from({ length: numbered.partitions }, (_, partition) => offsets.get(`${topic}/${partition}`));
  return { postgres: inOrder(stored), kafka: inOrder(committed) };
}

async function firstOffsets(watched: WatchedTopic, id: string): Promise<readonly number[]> {
  const { rows } = await execute(
    watched,
    `SELECT min("offset")::int AS first FROM esm.error JOIN esm.log USING (log_id)
      WHERE fingerprint = 'v1:${id}' GROUP BY partition ORDER BY partition`,
  );
  return rows.map(({ first }) => Number(first));
}

async function execute({ databaseUrl }: WatchedTopic, sql: string) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await client.query<{ readonly [column: string]: unknown }>(sql);
  } finally {
    await client.end();
  }
}
