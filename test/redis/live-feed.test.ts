import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import type { LiveBatch } from '../../src/live-batch.ts';
import type { IncidentChange } from '../../src/ports.ts';
import { createLiveFeed } from '../../src/redis/live-feed.ts';
import { liveKeys } from '../../src/redis/live-keys.ts';
import { type LiveMark, readLive, readMark } from '../../src/redis/live-reader.ts';
import { createMembership } from '../../src/redis/membership.ts';
import { aRedis } from '../support/a-redis.ts';
import { aMember, anError, aStoredBatch } from '../support/builders.ts';
import { waitFor } from '../support/wait-for.ts';

const owner = { clusterId: 'cluster', group: 'group' };
const keys = liveKeys(owner);
const log = { topic: 'application-logs', partition: 0 };

test('shows what a member stores to every other terminal, once, and not to itself', async () => {
  const group = await aGroup();
  const a = group.member('a');
  const [atA, atB, atC] = await Promise.all([group.reader('a'), group.reader('b'), group.reader('c')]);

  a.push(aStoredBatch({ errors: [anError({ offset: 1n }), anError({ offset: 2n })], others: 4 }));

  await waitFor('both', () => atB.errors() === 2 && atC.errors() === 2);
  expect(atB.batches.map(({ rows, records }) => [rows[0]?.error.offset, rows[0]?.count, records])).toEqual([
    [1n, 2, 6],
  ]);
  expect(atA.batches).toEqual([]);
});

test('makes one entry of many batches', async () => {
  const group = await aGroup();
  const a = group.member('a');
  const atB = await group.reader('b');

  for (let i = 0; i < 200; i += 1) a.push(aStoredBatch({ from: BigInt(i) }));

  await waitFor('all', () => atB.errors() === 200);
  expect(await group.redis.xlen(keys.stream)).toBeLessThanOrEqual(2);
  expect(atB.batches.at(0)?.logs[0]).toMatchObject({ log, from: 0n });
});

test('publishes changes of incidents that came with no batch', async () => {
  const group = await aGroup();
  const a = group.member('a');
  const atB = await group.reader('b');
  const incident = { ...anError(), id: 'i', status: 'RESOLVED', level: 'ERROR', title: 't' } as const;
  const change = {
    change: 'resolved',
    incident: { ...incident, count: 1, firstSeen: 1, lastSeen: 2, fingerprint: 'v1:i' },
  } as const;

  a.announce(
    JSON.parse(JSON.stringify(change, (_, value) => (typeof value === 'bigint' ? undefined : value))),
  );

  await waitFor('it', () => atB.changes.length === 1);
  expect(atB.changes[0]).toMatchObject({ change: 'resolved', incident: { id: 'i', count: 1 } });
});

test('begins where the mark says, which names the next offset of each log', async () => {
  const group = await aGroup();
  const a = group.member('a');
  a.push(aStoredBatch({ from: 0n }));
  await waitFor('the first', async () => (await group.redis.xlen(keys.stream)) === 1);
  await createMembership(group.redis, owner).renew(aMember({ id: 'a' }));
  const mark = await readMark(group.redis, owner);
  a.push(aStoredBatch({ from: 1n }));
  await waitFor('the second', async () => (await group.redis.xlen(keys.stream)) === 2);

  const late = await group.reader('b', mark);

  await waitFor('the second to be shown', () => late.batches.length > 0);
  expect(mark.next).toEqual(new Map([['application-logs/0', 1n]]));
  expect(late.batches.flatMap(({ logs }) => logs.map(({ from }) => from))).toEqual([1n]);
});

test('names where the first entry of a log will begin, until one is published', async () => {
  const group = await aGroup();
  const [a, b] = [group.member('a'), group.member('b')];
  await createMembership(group.redis, owner).renew(aMember({ id: 'a' }));
  const named = async () => Object.fromEntries((await readMark(group.redis, owner)).next);

  a.begin(log, 4n);
  await waitFor('the name', async () => 'application-logs/0' in (await named()));
  expect(await named()).toEqual({ 'application-logs/0': 4n });

  a.push(aStoredBatch({ from: 4n }));
  await waitFor('the entry', async () => (await group.redis.xlen(keys.stream)) === 1);
  b.begin(log, 4n);
  b.begin({ ...log, partition: 1 }, 7n);
  await waitFor('both', async () => 'application-logs/1' in (await named()));
  expect(await named()).toEqual({ 'application-logs/0': 5n, 'application-logs/1': 7n });
});

test('names no next offset when nobody lives: what a killed member stored last is never published', async () => {
  const group = await aGroup();
  const a = group.member('a');
  a.push(aStoredBatch());
  await waitFor('the entry', async () => (await group.redis.xlen(keys.stream)) === 1);

  const mark = await readMark(group.redis, owner);

  expect(mark.next).toEqual(new Map());
  expect(mark.entry).toMatch(/^\d+-\d+$/);
});

test('goes on where it was when its connections are cut, without showing anything twice', async () => {
  const group = await aGroup();
  const a = group.member('a');
  const atB = await group.reader('b');
  a.push(aStoredBatch({ from: 0n }));
  await waitFor('the first', () => atB.errors() === 1);

  await group.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  for (let i = 1; i <= 20; i += 1) a.push(aStoredBatch({ from: BigInt(i) }));

  await waitFor('all', () => atB.errors() === 21);
  await sleep(300); // nothing more may come, which no condition can wait for
  expect(atB.errors()).toBe(21);
});

test('keeps what is stored while Redis is away, folded, and publishes it when it is back', async () => {
  const group = await aGroup();
  const a = group.member('a');
  const atB = await group.reader('b');
  await group.redis.config('SET', 'maxmemory', '1');
  onTestFinished(async () => void (await group.redis.config('SET', 'maxmemory', '0')));

  for (let i = 0; i < 3_000; i += 1) {
    a.push(
      aStoredBatch({ from: BigInt(i), errors: [anError({ incident: `i${i % 400}`, offset: BigInt(i) })] }),
    );
  }
  await sleep(400); // some attempts fail meanwhile
  await group.redis.config('SET', 'maxmemory', '0');

  await waitFor('all', () => atB.errors() === 3_000);
  expect(atB.batches.flatMap(({ rows }) => rows).length).toBeLessThan(3_000);
  expect(atB.drawn() + atB.withoutRow()).toBe(3_000);
});

test('goes on after the server was flushed', async () => {
  const group = await aGroup();
  const a = group.member('a');
  const atB = await group.reader('b');
  a.push(aStoredBatch({ from: 0n }));
  await waitFor('the first', () => atB.errors() === 1);

  await group.redis.flushdb();
  a.push(aStoredBatch({ from: 1n }));

  await waitFor('the second', () => atB.errors() === 2);
});

test('caps the stream and lets it expire', async () => {
  const group = await aGroup();
  const filling = group.redis.pipeline();
  for (let i = 0; i < 700; i += 1) filling.xadd(keys.stream, '*', 'member', 'x', 'entry', String(i));
  await filling.exec();

  group.member('a').push(aStoredBatch());

  await waitFor('the cap', async () => (await group.redis.xlen(keys.stream)) <= 600);
  expect(await group.redis.ttl(keys.stream)).toBeGreaterThan(3_500);
  expect(await group.redis.ttl(keys.next)).toBeGreaterThan(3_500);
});

test('publishes what is gathered when it is closed', async () => {
  const group = await aGroup();
  const atB = await group.reader('b');
  const a = group.member('a');

  a.push(aStoredBatch());
  await a.close(1_000);

  await waitFor('it', () => atB.errors() === 1);
});

test('never waits and never throws without Redis', async () => {
  const client = new Redis('redis://127.0.0.1:1', { enableOfflineQueue: false, retryStrategy: () => 50 });
  client.on('error', () => {});
  const alone = createLiveFeed({ client, owner, member: 'a' });

  for (let i = 0; i < 1_000; i += 1) alone.push(aStoredBatch());
  const before = performance.now();
  await alone.close(200);

  expect(performance.now() - before).toBeLessThan(2_000);
  client.disconnect();
});

async function aGroup() {
  const url = await aRedis();
  const options = {
    enableOfflineQueue: false,
    commandTimeout: 500,
    maxRetriesPerRequest: 1,
    retryStrategy: () => 50,
  };
  const ending = new AbortController();
  const clients: Redis[] = [];
  const redis = await connected();

  async function connected(): Promise<Redis> {
    const client = new Redis(url, options);
    client.on('error', () => {});
    clients.push(client);
    await waitFor('the connection', () => client.status === 'ready');
    return client;
  }

  function member(id: string) {
    const client = new Redis(url, { ...options, enableOfflineQueue: true });
    client.on('error', () => {});
    clients.push(client);
    const feed = createLiveFeed({ client, owner, member: id });
    onTestFinished(() => feed.close(500));
    return feed;
  }

  async function reader(id: string, from?: LiveMark) {
    const batches: LiveBatch[] = [];
    const changes: IncidentChange[] = [];
    const output = {
      take: (batch: LiveBatch) => void batches.push(batch),
      announce: (change: IncidentChange) => void changes.push(change),
    };
    const client = await connected();
    const start = from ?? (await readMark(client, owner));
    void readLive({ client, owner, member: id, from: start, output }, ending.signal);
    const sum = (of: (batch: LiveBatch) => number) => batches.reduce((total, batch) => total + of(batch), 0);
    return {
      batches,
      changes,
      errors: () => sum(({ counts }) => counts.reduce((total, each) => total + each.counts.ERROR, 0)),
      drawn: () => sum(({ rows }) => rows.reduce((total, { count }) => total + count, 0)),
      withoutRow: () => sum(({ withoutRow }) => withoutRow),
    };
  }

  onTestFinished(() => {
    ending.abort();
    for (const client of clients) client.disconnect();
  });
  return { redis, member, reader };
}
