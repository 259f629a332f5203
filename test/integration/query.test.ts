import { expect, test } from 'vitest';
import { aDatabase } from '../support/a-database.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aTopic, produce } from '../support/a-topic.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

test('prints exactly the lines that watch printed, newest first', async () => {
  const { env, lines } = await aStoreWithErrors();

  const query = runMonitorProcess(['query', '--json'], env);

  expect(await query.ended()).toBe(0);
  expect(parse(query.stdout())).toEqual(lines.toReversed());
});

test('exits with 3 when Postgres is away, without its password', async () => {
  const query = runMonitorProcess(['query'], { DATABASE_URL: 'postgres://me:geheim@127.0.0.1:1/x' });

  expect(await query.ended()).toBe(3);
  expect(query.stderr()).toContain("Postgres at 127.0.0.1:1/x can't be used");
  expect(query.stderr()).not.toContain('geheim');
});

type Line = { readonly message: string; readonly [key: string]: unknown };

async function aStoreWithErrors() {
  const topic = await aTopic();
  const env = { KAFKA_BROKERS: servers().brokers, DATABASE_URL: await aDatabase() };
  const record = (service: string, level: string, message: string, age: number) => ({
    value: JSON.stringify({ service, level, message, fields: { n: age } }),
    timestamp: String(Date.now() - age),
  });
  await produce(topic, [
    record('billing', 'ERROR', 'b1', 3_000),
    record('billing', 'CRITICAL', 'b2', 2_000),
    record('search', 'CRITICAL', 's1', 1_000),
  ]);
  const args = ['watch', '--headless', '--topics', topic, '--group', topic, '--from', 'earliest'];
  const monitor = runMonitorProcess(args, env);
  await waitFor('the errors', () => monitor.stdout().includes('"s1"'));
  await monitor.end();
  return { env, lines: parse(monitor.stdout()).filter(({ type }) => type === 'error') };
}

function parse(text: string): readonly Line[] {
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
}
