import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { aDatabase } from '../support/a-database.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aRedis } from '../support/a-redis.ts';
import { aKafka, aTopic, produce } from '../support/a-topic.ts';
import { expectedState, produceNumbers } from '../support/numbered-records.ts';
import { storedState } from '../support/oracle.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

const cli = fileURLToPath(new URL('../../bin/esm-monitor.js', import.meta.url));

test('prints every error as one line of JSON with the documented keys', async () => {
  const { topic, env } = await aSetting();
  await produce(topic, [
    JSON.stringify({ level: 'INFO', service: 'billing', message: 'fine' }),
    JSON.stringify({
      timestamp: '2026-11-23T10:15:02.118Z',
      level: 'ERROR',
      service: 'billing',
      message: 'a\u0085b\u2028c',
    }),
  ]);

  const monitor = runMonitorProcess(watch(topic), env);
  await waitFor('the error', () => monitor.stdout().includes('"type":"error"'));
  const code = await monitor.end('SIGTERM');

  const lines = monitor.stdout().trimEnd().split('\n');
  const [incident, error] = lines.map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(lines).toHaveLength(2);
  expect(incident).toMatchObject({
    v: 1,
    type: 'incident',
    change: 'new',
    incident: { status: 'NEW', count: 1 },
  });
  expect(error).toEqual({
    v: 1,
    type: 'error',
    time: '2026-11-23T10:15:02.118Z',
    level: 'ERROR',
    service: 'billing',
    message: expect.stringContaining('c'),
    logger: null,
    host: null,
    exceptionType: null,
    stack: null,
    traceId: null,
    incident: incident.incident.id,
    topic,
    partition: 0,
    offset: '1',
    fields: {},
  });
  expect(monitor.stdout()).not.toMatch(/[\u007f-\u009f\u2028\u2029]/);
});

test('gives five lines to `head -n 5` and ends quietly', async () => {
  const { topic, env } = await aSetting(6);
  await produceNumbers(aKafka(), topic, 0, 3_000);

  const pipe = spawn('sh', ['-c', `"$NODE" "$CLI" ${watch(topic).join(' ')} | head -n 5; wait`], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE: process.execPath, CLI: cli, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  pipe.stdout.on('data', (text) => {
    out += text;
  });
  pipe.stderr.on('data', (text) => {
    err += text;
  });
  const producing = keepProducing(topic, 3_000);
  const [code] = await once(pipe, 'close');
  await producing.stop();

  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).v),
  ).toEqual([1, 1, 1, 1, 1]);
  expect(err).not.toMatch(/EPIPE|bug|Error:/);
});

test('reads all four compressions', async () => {
  const { topic, env, databaseUrl } = await aSetting();
  const producer = aKafka().producer();
  await producer.connect();
  for (const compression of [0, 1, 2, 3, 4]) {
    const messages = Array.from({ length: 20 }, (_, i) => ({
      value: JSON.stringify({ level: 'ERROR', service: `codec-${compression}`, message: `failed ${i}` }),
    }));
    await producer.send({ topic, messages, compression });
  }
  await producer.disconnect();

  const monitor = runMonitorProcess(watch(topic), env);
  await waitFor('all of them', async () => (await rowsOf(databaseUrl)) === 100);

  expect(await monitor.end()).toBe(0);
  expect(Object.fromEntries((await storedState(databaseUrl)).rows)).toEqual({
    'codec-0 ERROR': 20,
    'codec-1 ERROR': 20,
    'codec-2 ERROR': 20,
    'codec-3 ERROR': 20,
    'codec-4 ERROR': 20,
  });
});

test('shares the partitions of a group among members without doubling or losing anything', async () => {
  const { topic, env, databaseUrl } = await aSetting(6);
  const args = [...watch(topic), '--session-timeout', '3s'];
  const first = runMonitorProcess(args, env);
  const producing = keepProducing(topic, 0);
  await waitFor('the first member to store', async () => (await rowsOf(databaseUrl)) > 0);
  const second = runMonitorProcess(args, env);
  await waitFor('the second member to have errors', () => second.stdout().includes('"type":"error"'), 25_000);

  await second.end('SIGTERM');
  const count = await producing.stop();
  await waitFor('everything', async () => (await rowsOf(databaseUrl)) >= count / 5, 25_000);

  expect(await first.end('SIGTERM')).toBe(0);
  expect(await storedState(databaseUrl)).toEqual(expectedState(topic, count));
}, 60_000);

test('starts a group without a position at the end, and only with --from earlier', async () => {
  const { topic, env, databaseUrl } = await aSetting();
  await produce(topic, [record('old')]);
  const latest = runMonitorProcess(
    watch(topic).filter((arg) => !['--from', 'earliest'].includes(arg)),
    env,
  );
  await waitFor('the group', () => latest.stderr().includes('Kafka is connected'));

  await produce(topic, [record('new')]);
  await waitFor('the new one', () => latest.stdout().includes('"new"'));
  await latest.end();

  expect((await storedState(databaseUrl)).coordinates).toEqual([`${topic}/0/1`]);
});

test('goes on where it stopped, whatever --from says', async () => {
  const { topic, env, databaseUrl } = await aSetting();
  await produce(topic, [record('one')]);
  const first = runMonitorProcess(watch(topic), env);
  await waitFor('the first error', () => first.stdout().includes('"one"'));
  await first.end();

  await produce(topic, [record('two')]);
  const second = runMonitorProcess([...watch(topic).slice(0, -1), 'latest'], env);
  await waitFor('the second error', () => second.stdout().includes('"two"'));
  await second.end();

  expect(second.stdout()).not.toContain('"one"');
  expect((await storedState(databaseUrl)).coordinates).toEqual([`${topic}/0/0`, `${topic}/0/1`]);
});

test('sets aside what it cannot read and stores the rest', async () => {
  const { topic, env, databaseUrl } = await aSetting();
  await produce(topic, [
    { value: null },
    { value: record('good') },
    { value: Buffer.from([0xff, 0xfe, 0x00]) },
    { value: '[' },
  ]);

  const monitor = runMonitorProcess(watch(topic), env);
  await waitFor('the good one', () => monitor.stdout().includes('"good"'));

  expect(await monitor.end()).toBe(0);
  expect((await storedState(databaseUrl)).coordinates).toContain(`${topic}/0/1`);
});

test('names an unknown topic and those that look like it, and exits with 2', async () => {
  const { topic, env } = await aSetting();

  const monitor = runMonitorProcess(['watch', '--headless', '--topics', `${topic}x`], env);

  expect(await monitor.ended()).toBe(2);
  expect(monitor.stderr()).toContain(`Topic ${topic}x does not exist.\nDid you mean ${topic}?`);
});

test('goes on without Redis and says so', async () => {
  const { topic, env } = await aSetting();
  await produce(topic, [record('stored all the same')]);

  const monitor = runMonitorProcess(watch(topic), { ...env, REDIS_URL: 'redis://127.0.0.1:1' });
  await waitFor('the error', () => monitor.stdout().includes('stored all the same'));
  await waitFor('the sentence', () => monitor.stderr().includes("Redis at 127.0.0.1:1 can't be used"));

  expect(await monitor.end()).toBe(0);
});

test.for([
  { server: 'Kafka', env: { KAFKA_BROKERS: '127.0.0.1:1' }, says: "Kafka at 127.0.0.1:1 can't be reached" },
  {
    server: 'Postgres',
    env: { DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/x' },
    says: "Postgres at 127.0.0.1:1/x can't be used",
  },
])('waits for $server, names it in one sentence, and ends in order', async ({ env: broken, says }) => {
  const { topic, env } = await aSetting();

  const monitor = runMonitorProcess(watch(topic), { ...env, ...broken });
  await waitFor('the sentence', () => monitor.stderr().includes(says), 20_000);

  expect(monitor.stderr()).not.toContain('geheim');
  expect(await monitor.end('SIGINT')).toBe(0);
});

test('ends at once with 130 at the second Ctrl-C, when the first waits for a server that hangs', async () => {
  const { topic, env } = await aSetting();
  const hanging = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void hanging.close());
  await once(hanging, 'listening');
  const address = hanging.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const connected = once(hanging, 'connection');

  const monitor = runMonitorProcess(watch(topic), {
    ...env,
    DATABASE_URL: `postgres://u@127.0.0.1:${port}/x`,
  });
  await connected;
  monitor.process.kill('SIGINT');
  monitor.process.kill('SIGTERM');

  expect(await monitor.ended()).toBe(130);
});

test('prints a line of figures every so often when asked', async () => {
  const { topic, env } = await aSetting();
  await produce(topic, [record('one')]);

  const monitor = runMonitorProcess([...watch(topic), '--stats-every', '1s'], env);
  await waitFor('a line with the error counted', () => /"type":"stats".*"errors":1,/.test(monitor.stdout()));
  await monitor.end();

  const stats = JSON.parse(
    monitor
      .stdout()
      .split('\n')
      .findLast((line) => line.includes('"stats"')) ?? '',
  );
  expect(stats).toMatchObject({
    v: 1,
    records: 1,
    errors: 1,
    lag: '0',
    partitions: 1,
    kafka: 'up',
    postgres: 'up',
    redis: 'up',
  });
});

async function aSetting(partitions = 1) {
  const [topic, databaseUrl, redisUrl] = await Promise.all([aTopic(partitions), aDatabase(), aRedis()]);
  const env = { KAFKA_BROKERS: servers().brokers, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  return { topic, databaseUrl, env };
}

function watch(topic: string): readonly string[] {
  return ['watch', '--headless', '--topics', topic, '--group', topic, '--from', 'earliest'];
}

function record(message: string): string {
  return JSON.stringify({ level: 'ERROR', service: 'billing', message });
}

async function rowsOf(databaseUrl: string): Promise<number> {
  const state = await storedState(databaseUrl).catch(() => undefined); // no tables yet
  return state?.coordinates.length ?? 0;
}

/** Writes some numbered records every 100 ms; `stop` answers how many there are in all. */
function keepProducing(topic: string, from: number) {
  let stopped = false;
  const done = (async () => {
    let next = from;
    for (; !stopped; next += 300) {
      await produceNumbers(aKafka(), topic, next, next + 300);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return next;
  })();
  return {
    stop: () => {
      stopped = true;
      return done;
    },
  };
}
