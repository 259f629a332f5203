import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import type { IncidentChange } from '../../src/ports.ts';
import { queryGroups } from '../../src/postgres/query-groups.ts';
import { readLive, streamBeginning } from '../../src/redis/live-reader.ts';
import { whoAmI } from '../../src/who.ts';
import { runCommand } from '../support/a-command.ts';
import { aPast } from '../support/a-past.ts';
import { aRedis } from '../support/a-redis.ts';
import { anError } from '../support/builders.ts';
import { waitFor } from '../support/wait-for.ts';

const a = 'aaaa000000000001';
const b = 'bbbb000000000002';

test('resolves several incidents, in the name of whoever runs it', async () => {
  const { env, history } = await twoIncidents();

  const run = await runCommand(['resolve', 'aaaa', b, '--note', 'fixed'], { env });

  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toBe('Resolved aaaa0000, billing: declined\nResolved bbbb0000, billing: declined\n');
  expect((await history.incident(b))?.triage).toMatchObject([
    { action: 'resolve', by: whoAmI(), note: 'fixed' },
  ]);
});

test('mutes for a time or up to a number a minute, and reopens', async () => {
  const { env, history } = await twoIncidents();

  const forHours = await runCommand(['mute', a, '--until', '2h', '--json'], { env });
  const untilTime = await runCommand(['mute', a, '--until', '2199-01-01 09:00'], { env });
  const upTo = await runCommand(['mute', b, '--per-minute', '20'], { env });
  const muted = [await history.incident(a), await history.incident(b)];
  const reopened = await runCommand(['reopen', a], { env });

  expect(JSON.parse(forHours.stdout)).toMatchObject({ id: a, status: 'MUTED' });
  expect(untilTime.stdout).toBe('Muted aaaa0000 until 2199-01-01 09:00:00, billing: declined\n');
  expect(upTo.stdout).toBe('Muted bbbb0000 until more than 20 errors come in a minute, billing: declined\n');
  expect(forHours.code).toBe(0);
  expect(muted[0]?.mutedUntil ?? 0).toBeGreaterThan(Date.now() + 7_000_000);
  expect(muted[1]?.mutedPerMinute).toBe(20);
  expect(reopened.stdout).toContain('Reopened aaaa0000');
});

test('says which ones it could not change and why, and changes the others', async () => {
  const { env, history } = await twoIncidents();

  const run = await runCommand(['reopen', a, 'ffff'], { env });
  const resolved = await runCommand(['resolve', 'ffff', a], { env });

  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain(
    `${a}: It is open: neither resolved nor muted.\nffff: No incident has the id ffff.`,
  );
  expect(resolved).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('1 of 2 could not be changed.'),
  });
  expect(await history.incident(a)).toMatchObject({ status: 'RESOLVED' });
});

test('tells the screens that are open of each decision, through Redis', async () => {
  const { env, screen, REDIS_URL } = await aScreen();

  await runCommand(['resolve', a, b], { env: { ...env, REDIS_URL } });
  await runCommand(['reopen', a], { env: { ...env, REDIS_URL } });

  await waitFor('three decisions', () => screen.length === 3);
  expect(screen.map(({ change, incident }) => [change, incident.id, incident.status])).toEqual([
    ['resolved', a, 'RESOLVED'],
    ['resolved', b, 'RESOLVED'],
    ['reopened', a, 'NEW'],
  ]);
});

test.for([
  { redis: 'refuses the connection', serve: undefined },
  { redis: 'never answers', serve: () => {} },
])('decides as quickly where Redis $redis', async ({ serve }) => {
  const { env } = await twoIncidents();
  const port = await aPort(serve);
  const start = performance.now();

  const run = await runCommand(['resolve', a], {
    env: { ...env, REDIS_URL: `redis://127.0.0.1:${port}` },
  });

  expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Resolved aaaa0000') });
  expect(performance.now() - start).toBeLessThan(5_000); // far below what a driver waits for by itself
});

test.for([
  { args: ['mute', a], says: 'Say either --until 2h or --per-minute 20.' },
  { args: ['mute', a, '--until', '2h', '--per-minute', '3'], says: 'Say either' },
  { args: ['mute', a, '--until', '2020-01-01'], says: 'It takes a time to come' },
  { args: ['mute', a, '--per-minute', '0'], says: 'It takes a whole number' },
  { args: ['resolve'], says: 'resolve wants the id of an incident.' },
])('refuses $args with exit code 2', async ({ args, says }) => {
  const run = await runCommand(args, {});

  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
});

/** A screen of the group whose errors the incidents are, and what it hears. */
async function aScreen() {
  const past = await twoIncidents();
  const REDIS_URL = await aRedis();
  const [owner] = await queryGroups(past.database, 1);
  if (owner === undefined) throw new Error('no group has stored anything');
  const client = new Redis(REDIS_URL);
  const screen: IncidentChange[] = [];
  const ending = new AbortController();
  const output = { take: () => {}, announce: (change: IncidentChange) => void screen.push(change) };
  const reading = readLive({ client, owner, member: 'a', from: streamBeginning, output }, ending.signal);
  onTestFinished(async () => {
    ending.abort();
    await reading;
    client.disconnect();
  });
  return { ...past, REDIS_URL, screen };
}

/** A port where nothing listens, or something that does with a connection what `serve` does. */
async function aPort(serve: (() => void) | undefined): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    serve?.();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  if (serve) onTestFinished(close);
  else await close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function twoIncidents() {
  const past = await aPast();
  const error = { service: 'billing', message: 'declined', at: Date.now() - 1_000, time: Date.now() - 1_000 };
  await past.store([anError({ ...error, incident: a }), anError({ ...error, incident: b })]);
  return past;
}
