import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { aDatabase } from '../support/a-database.ts';
import { type MonitorProcess, runMonitorProcess } from '../support/a-monitor-process.ts';
import { aTopic, produce } from '../support/a-topic.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

const token = 'a-token-of-this-test';
const headers = { authorization: `Bearer ${token}` };

test('answers over HTTP what it read from Kafka, and closes with the command', async () => {
  const topic = await aTopic();
  const env = { KAFKA_BROKERS: servers().brokers, DATABASE_URL: await aDatabase(), ESM_HTTP_TOKEN: token };
  await produce(topic, [
    JSON.stringify({ level: 'INFO', service: 'billing', message: 'fine' }),
    JSON.stringify({ level: 'ERROR', service: 'billing', message: 'card declined' }),
  ]);

  const monitor = runMonitorProcess([...watch(topic), '--http', '127.0.0.1:0'], env);
  const base = await addressOf(monitor);
  const get = (path: string) => fetch(base + path, { headers });
  await waitFor('the error', async () => {
    const answer = await get('/api/v1/logs/errors/billing');
    return answer.ok && (await bodyOf(answer)).count === 1;
  });

  const [stats, health] = await Promise.all([get('/api/v1/logs/stats'), get('/health')]);
  expect(await stats.json()).toMatchObject({ total_errors: 1, records_processed: 2 });
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ status: 'healthy', kafka: 'up', redis: 'off' });
  const metrics = await (await get('/metrics')).text();
  expect(metrics).toContain('esm_records_total 2\n');
  expect(metrics).toContain('esm_errors_total{service="billing",level="ERROR"} 1\n');
  expect(metrics).toMatch(/^esm_transaction_seconds_count [1-9]/m);
  expect((await fetch(`${base}/api/v1/logs/stats`)).status).toBe(401);
  expect(await monitor.end('SIGTERM')).toBe(0);
  await expect(get('/health')).rejects.toThrow();
  expect(monitor.stdout() + monitor.stderr()).not.toContain(token);
});

test('tells that it is unhealthy while it waits for Postgres', async () => {
  const env = {
    KAFKA_BROKERS: servers().brokers,
    DATABASE_URL: 'postgres://x:y@127.0.0.1:1/none',
    ESM_HTTP: ':0',
  };

  const monitor = runMonitorProcess(['watch', '--headless'], env);
  const base = await addressOf(monitor);
  await waitFor('the board', async () => (await bodyOf(await fetch(`${base}/health`))).postgres === 'down');

  const health = await fetch(`${base}/health`);
  const errors = await fetch(`${base}/api/v1/logs/errors`);
  expect(health.status).toBe(503);
  expect(errors.status).toBe(503);
  expect(await errors.json()).toMatchObject({ message: 'The store is not open yet.' });
  expect(await monitor.end('SIGTERM')).toBe(0);
});

test('says what to do when the port is taken or other machines could reach it', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await new Promise((resolve) => taken.once('listening', resolve));
  const address = taken.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  const second = runMonitorProcess(['watch', '--headless', '--http', `:${port}`], {});
  const open = runMonitorProcess(['watch', '--headless', '--http', '0.0.0.0:0'], {});

  expect(await second.ended()).toBe(2);
  expect(second.stderr()).toContain(`HTTP can't listen on 127.0.0.1:${port}`);
  expect(await open.ended()).toBe(2);
  expect(open.stderr()).toContain('Set ESM_HTTP_TOKEN');
});

function watch(topic: string): readonly string[] {
  return ['watch', '--headless', '--from', 'earliest', '--topics', topic, '--group', topic];
}

async function addressOf(monitor: MonitorProcess): Promise<string> {
  const found = () => /HTTP answers at (http:\S+)/.exec(monitor.stderr())?.[1];
  await waitFor('its address', () => found() !== undefined);
  return String(found());
}

async function bodyOf(answer: Response): Promise<{ readonly [field: string]: unknown }> {
  return JSON.parse(await answer.text());
}
