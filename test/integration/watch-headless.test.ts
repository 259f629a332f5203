import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aKafka, produce } from '../support/a-topic.ts';
import { produceNumbers } from '../support/numbered-records.ts';
import { storedState } from '../support/oracle.ts';
import { waitFor } from '../support/wait-for.ts';
import { aSetting, keepProducing, record, rowsOf, watch } from './a-setting.ts';

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
