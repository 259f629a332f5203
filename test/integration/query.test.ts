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

test.for([
  { flags: ['--service', 'billing'], messages: ['b2', 'b1'] },
  { flags: ['--service', 'billing,search', '--level', 'critical'], messages: ['s1', 'b2'] },
  { flags: ['--level', 'ERROR', '--level', 'exception'], messages: ['b1'] },
  { flags: ['--limit', '1'], messages: ['s1'] },
  { flags: ['--since', '1h'], messages: ['s1', 'b2', 'b1'] },
  { flags: ['--until', '1h'], messages: [] },
  { flags: ['--since', '2026-01-01', '--until', '2199-01-01T00:00'], messages: ['s1', 'b2', 'b1'] },
  { flags: ['--service', "x' OR 1=1 --"], messages: [] },
])('finds $messages for $flags', async ({ flags, messages }) => {
  const { env } = await aStoreWithErrors();

  const query = runMonitorProcess(['query', '--json', ...flags], env);
  await query.ended();

  expect(parse(query.stdout()).map(({ message }) => message)).toEqual(messages);
});

test('prints a table with a head, and says when there is nothing', async () => {
  const { env } = await aStoreWithErrors();

  const table = runMonitorProcess(['query'], env);
  const nothing = runMonitorProcess(['query', '--service', 'nobody'], env);
  await Promise.all([table.ended(), nothing.ended()]);

  const lines = table.stdout().trimEnd().split('\n');
  expect(lines[0]).toMatch(/^time +level +service +incident +message$/);
  expect(lines.slice(1).map((line) => line.split(/ +/).slice(2, 4))).toEqual([
    ['CRITICAL', 'search'],
    ['CRITICAL', 'billing'],
    ['ERROR', 'billing'],
  ]);
  expect(nothing.stdout()).toBe('');
  expect(nothing.stderr()).toContain('No stored errors fit.');
});

test.for([
  { flags: ['--level', 'loud'], says: 'It takes critical, error or exception' },
  { flags: ['--since', 'whenever'], says: 'It takes an ISO time' },
  { flags: ['--limit', '0'], says: 'It takes a whole number' },
  { flags: ['--bogus'], says: 'Unknown argument: bogus' },
])('refuses $flags with exit code 2 and says what it takes', async ({ flags, says }) => {
  const query = runMonitorProcess(['query', ...flags], {});

  expect(await query.ended()).toBe(2);
  expect(query.stderr()).toContain(says);
  expect(query.stdout()).toBe('');
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
