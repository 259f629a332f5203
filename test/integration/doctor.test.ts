import { expect, test } from 'vitest';
import { connectGroupOffsets } from '../../src/kafka/group-offsets.ts';
import { runCommand } from '../support/a-command.ts';
import { aDatabase } from '../support/a-database.ts';
import { aReceiver } from '../support/a-receiver.ts';
import { aRedis } from '../support/a-redis.ts';
import { aKafka, aTopic, produce } from '../support/a-topic.ts';
import { aWatchedTopic } from '../support/a-watched-topic.ts';
import { servers } from '../support/servers.ts';

test('finds everything well', async () => {
  const topic = await aTopic(2);
  const env = {
    KAFKA_BROKERS: servers().brokers,
    DATABASE_URL: await aDatabase(),
    REDIS_URL: await aRedis(),
    LANG: 'C.UTF-8',
  };

  const run = await runCommand(['doctor', '--topics', topic, '--json'], { env });

  expect(run).toMatchObject({ code: 0, stderr: '' });
  const findings = linesOf(run.stdout);
  expect(findings.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
    'Kafka ok',
    'Kafka brokers ok',
    'Kafka topics ok',
    'Kafka clock ok',
    'Kafka group ok',
    'Postgres ok',
    'Postgres schema ok',
    'Postgres rights ok',
    'Postgres connections ok',
    'Clock ok',
    'Redis ok',
    'Terminal off',
    'Alerts off',
  ]);
  expect(findings.every(({ hint }) => hint === null)).toBe(true);
  expect(findings.find(({ check }) => check === 'Kafka brokers')?.detail).toBe('1 broker, version 4.3');
});

test('names each thing that is missing, what to do, and exits with 3', async () => {
  const env = {
    KAFKA_BROKERS: '127.0.0.1:1',
    DATABASE_URL: 'postgres://me:geheim@127.0.0.1:1/x',
    REDIS_URL: 'redis://127.0.0.1:1',
  };

  const run = await runCommand(['doctor'], { env });

  expect(run.code).toBe(3);
  expect(run.stdout).toMatch(/fail Kafka +Kafka at 127\.0\.0\.1:1 can't be reached.*\n +→ Check --brokers/);
  expect(run.stdout).toMatch(
    /fail Postgres +Postgres at 127\.0\.0\.1:1\/x can't be used.*\n +→ Check DATABASE_URL/,
  );
  expect(run.stdout).toMatch(/warn Redis +Redis at 127\.0\.0\.1:1 can't be used/);
  expect(run.stdout.match(/Check REDIS_URL/g)).toHaveLength(1);
  expect(run.stdout).not.toContain('geheim');
  expect(run.stderr).toContain("Kafka, Postgres can't be used: the monitor can't work.");
});

test('says that a dumb terminal gets lines', async () => {
  const env = {
    KAFKA_BROKERS: servers().brokers,
    DATABASE_URL: await aDatabase(),
    TERM: 'dumb',
  };

  const run = await runCommand(['doctor', '--topics', await aTopic()], {
    env,
    terminal: { columns: 100, rows: 30 },
  });

  expect(run.stdout).toContain('warn Terminal             TERM is dumb: watch prints lines, as with --plain');
});

test('warns of a topic nobody has and of a group nobody reads for', async () => {
  const topic = await aTopic();
  await produce(topic, ['{}', '{}']);
  const offsets = await connectGroupOffsets(aKafka());
  await offsets.move(topic, [{ log: { topic, partition: 0 }, next: 0n }]);
  await offsets.close();
  const env = { KAFKA_BROKERS: servers().brokers, DATABASE_URL: await aDatabase() };

  const unread = await runCommand(['doctor', '--topics', topic, '--group', topic], { env });
  const unknown = await runCommand(['doctor', '--topics', 'nowhere'], { env });

  expect(unread).toMatchObject({ code: 0, stdout: expect.stringContaining('0 members, lag 2 records') });
  expect(unread.stdout).toContain('→ Nobody reads: start esm-monitor watch.');
  expect(unknown).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('Topic nowhere does not exist.'),
  });
});

test('says of a group without offsets in Kafka what Postgres holds of it', async () => {
  const watched = await aWatchedTopic(60);
  const env = { ...watched.env, ESM_GROUP: watched.topic };
  const admin = aKafka().admin();
  await admin.connect();
  await admin.deleteGroups([watched.topic]);
  await admin.disconnect();

  const known = await runCommand(['doctor'], { env });
  const unknown = await runCommand(['doctor', '--group', 'nobody'], { env });
  const unasked = await runCommand(['doctor', '--group', 'nobody'], {
    env: { ...env, DATABASE_URL: 'postgres://127.0.0.1:1/x' },
  });

  expect(known.stdout).toContain(
    `${watched.topic} has no offsets in Kafka; watch goes on where Postgres holds it, in 6 partitions`,
  );
  expect(unknown.stdout).toContain('nobody is new: --from says where it starts');
  expect(unasked.stdout).toContain("nobody is new to Kafka; whether Postgres knows it can't be told");
});

test('warns of records from the future', async () => {
  const topic = await aTopic();
  await produce(topic, ['{}', { value: '{}', timestamp: String(Date.now() + 3_600_000) }, '{}']);
  const env = { KAFKA_BROKERS: servers().brokers, DATABASE_URL: await aDatabase() };

  const run = await runCommand(['doctor', '--topics', topic], { env });

  expect(run).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(
      `warn Kafka clock          records from the future: ${topic}/0 at offset 1\n`,
    ),
  });
});

test('connects to the addresses of alerts and sends nothing', async () => {
  const [receiver, gone] = [await aReceiver(), await aReceiver()];
  await gone.stop();
  const env = {
    KAFKA_BROKERS: servers().brokers,
    DATABASE_URL: await aDatabase(),
    ESM_ALERT_URL: `${receiver.url} ${gone.url}`,
    ESM_ALERT_ALLOW_PRIVATE: 'true',
    PATH: process.env.PATH,
  };

  const { stdout } = await runCommand(['doctor', '--topics', await aTopic(), '--alert-command', 'sh -c x'], {
    env,
  });
  const without = await runCommand(['doctor', '--topics', await aTopic(), '--alert-command', 'nowhere x'], {
    env,
  });

  expect(stdout).toContain(
    `ok   Alerts               ${receiver.url.host} can be connected to; no message was sent`,
  );
  expect(stdout).toMatch(/warn Alerts +127\.0\.0\.1:\d+: connect ECONNREFUSED .*\n +→ Check --alert/);
  expect(stdout).toMatch(/ok {3}Alerts +\/.*\/sh can be run; it was not/);
  expect(stdout).not.toContain('secret-token');
  expect(without).toMatchObject({ code: 0, stdout: expect.stringContaining('there is no program nowhere') });
  expect(receiver.received).toEqual([]);
});

test('shows in a dry run what would be stored of the newest records, and stores nothing', async () => {
  const topic = await aTopic();
  const record = (level: string, n: number) =>
    JSON.stringify({ level, service: 'billing', message: `m${n}` });
  await produce(
    topic,
    Array.from({ length: 130 }, (_, n) => record(n % 10 === 0 ? 'ERROR' : 'INFO', n)),
  );

  const run = await runCommand(['doctor', '--dry-run', '--topics', topic], {
    env: { KAFKA_BROKERS: servers().brokers },
  });

  expect(linesOf(run.stdout).map(({ message }) => message)).toEqual(
    Array.from({ length: 10 }, (_, i) => `m${30 + i * 10}`),
  );
  expect(run.stderr).toContain('100 records read: 10 errors would be stored, 0 set aside.');
});

function linesOf(text: string): readonly { readonly [key: string]: unknown }[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}
