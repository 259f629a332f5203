import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { produce } from '../support/a-topic.ts';
import { waitFor } from '../support/wait-for.ts';
import { aSetting, record, watch } from './a-setting.ts';

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
