import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { changedTotals } from '../../src/postgres/changed-totals.ts';
import { fold } from '../../src/postgres/fold.ts';
import { createTotalsCache } from '../../src/redis/totals-cache.ts';
import { aRedis } from '../support/a-redis.ts';
import { aStore } from '../support/a-store.ts';
import { anError, aStoredBatch } from '../support/builders.ts';
import { totalsInPostgres, totalsInRedis } from '../support/oracle.ts';

const owner = { clusterId: 'cluster', group: 'group' };
const keys = { totals: 'esm:{cluster:group}:totals', version: 'esm:{cluster:group}:version' };

test('writes all totals at first, then only what has changed', async () => {
  const { client, count, aMember, inRedis, truth } = await aScene();
  const { cache, asked } = aMember();
  await count('billing', 'billing', 'search');
  await cache.sync();
  const first = await inRedis();
  await client.hdel(keys.totals, 'search');

  await count('billing');
  await cache.sync();
  await cache.sync();

  const [billing, search] = await truth();
  expect(first).toMatchObject([{ counts: { ERROR: 2 } }, search]);
  expect(await inRedis()).toEqual([billing]);
  expect(await client.get(keys.version)).toBe('2');
  expect(asked).toEqual([0n, 1n, 2n]);
});

test('writes that there is nothing yet', async () => {
  const { client, aMember, inRedis } = await aScene();

  await aMember().cache.sync();

  expect(await inRedis()).toEqual([]);
  expect(await client.get(keys.version)).toBe('0');
});

test('fills a flushed server again although nothing is stored', async () => {
  const { client, count, aMember, inRedis, truth } = await aScene();
  const { cache } = aMember();
  await count('billing', 'search');
  await cache.sync();

  await client.flushdb();
  await cache.sync();

  expect(await inRedis()).toEqual(await truth());
});

test('leaves no half of the totals when the server is flushed between its answer and the writing', async () => {
  const { client, count, aMember, inRedis, truth } = await aScene();
  const { cache, meanwhile } = aMember();
  await count('billing', 'search');
  await cache.sync();
  await count('billing');

  meanwhile(() => client.flushdb());
  await cache.sync();
  const flushed = await inRedis();
  await cache.sync();

  expect(flushed).toEqual([]);
  expect(await inRedis()).toEqual(await truth());
});

test.for([
  { what: 'lost', version: null },
  { what: 'ahead of the store', version: '3' },
  { what: 'far ahead of any store', version: '9'.repeat(30) },
  { what: 'below zero', version: '-1' },
  { what: 'no number', version: 'two' },
  { what: 'empty', version: '' },
  { what: 'almost a number', version: '1e0' },
])('writes all totals in place of what is there when its version is $what', async ({ version }) => {
  const { client, count, aMember, inRedis, truth } = await aScene();
  const { cache } = aMember();
  await count('billing');
  await cache.sync();
  await count('search');
  await client.hset(keys.totals, 'ghost', '{"ERROR":7}');

  await (version === null ? client.del(keys.version) : client.set(keys.version, version));
  await cache.sync();

  expect(await inRedis()).toEqual(await truth());
  expect(await client.get(keys.version)).toBe('2');
});

test('does not trust in its first round what it finds, even where the version fits', async () => {
  const { client, count, aMember, inRedis, truth } = await aScene();
  await count('billing');
  await client.hset(keys.totals, 'ghost', '{"ERROR":7}');
  await client.set(keys.version, '1');

  await aMember().cache.sync();

  expect(await inRedis()).toEqual(await truth());
});

test('writes nothing older over what a quicker member wrote', async () => {
  const { count, aMember, inRedis, truth } = await aScene();
  const [slow, quick] = [aMember(), aMember()];
  await count('billing');
  await slow.cache.sync();
  await quick.cache.sync();
  await count('billing');

  slow.meanwhile(async () => {
    await count('search');
    await quick.cache.sync();
  });
  await slow.cache.sync();
  const moved = await inRedis();
  await count('search');
  await slow.cache.sync();

  expect(moved).toMatchObject([{ counts: { ERROR: 2 } }, { service: 'search', counts: { ERROR: 1 } }]);
  expect(await inRedis()).toEqual(await truth());
});

test('mends a first round that came later than the newer totals of another member', async () => {
  const { client, count, aMember, inRedis, truth } = await aScene();
  const [late, quick] = [aMember(), aMember()];
  await count('billing');
  await quick.cache.sync();

  late.meanwhile(async () => {
    await count('search');
    await quick.cache.sync();
  });
  await late.cache.sync();
  const setBack = await client.get(keys.version);
  await quick.cache.sync();

  expect(setBack).toBe('1');
  expect(await inRedis()).toEqual(await truth());
});

test('follows the store while several members write at once', async () => {
  const { count, aMember, inRedis, truth } = await aScene();
  const members = [aMember(), aMember(), aMember()];
  let counting = true;

  const syncing = members.map(async ({ cache }) => {
    while (counting) await cache.sync();
  });
  for (let i = 0; i < 40; i += 1) await count(`service-${i % 7}`, 'billing');
  counting = false;
  await Promise.all(syncing);
  await members[0]?.cache.sync();

  expect(await inRedis()).toEqual(await truth());
});

test('keeps services apart that are called like parts of an object', async () => {
  const { count, aMember, inRedis, truth } = await aScene();
  const services = ['__proto__', 'constructor', 'toString', 'version', 'whole', ''];

  await count(...services);
  await aMember().cache.sync();

  expect((await inRedis()).map(({ service }) => service)).toEqual(services.toSorted());
  expect(await inRedis()).toEqual(await truth());
});

test('tells that Redis is away, asks the store nothing in vain, and fills it when it is back', async () => {
  const { client, count, aMember, inRedis, truth } = await aScene();
  const { cache, asked, outcomes } = aMember();
  await count('billing');
  await cache.sync();
  const before = { asked: asked.length, outcomes: outcomes.length };

  client.disconnect();
  await cache.sync();
  const away = { asked: asked.length, outcomes: outcomes.slice(before.outcomes) };
  await client.connect();
  await count('search');
  await cache.sync();

  expect(away).toEqual({ asked: before.asked, outcomes: [expect.any(Error)] });
  expect(outcomes.at(-1)).toBeUndefined();
  expect(await inRedis()).toEqual(await truth());
});

test('tells that Redis went away before it could be written, and writes all of it later', async () => {
  const { client, count, aMember, inRedis, truth } = await aScene();
  const { cache, meanwhile, outcomes } = aMember();
  await count('billing');

  meanwhile(async () => client.disconnect());
  await cache.sync();
  const told = outcomes.at(-1);
  await client.connect();
  await cache.sync();

  expect(told).toEqual(expect.any(Error));
  expect(await inRedis()).toEqual(await truth());
});

test('rejects with what the store rejects with', async () => {
  const { aMember } = await aScene();
  const { cache, meanwhile } = aMember();
  const refused = new Error('the store refuses');

  meanwhile(() => Promise.reject(refused));

  await expect(cache.sync()).rejects.toBe(refused);
});

/** A store, an empty Redis, and members that write its totals there. */
async function aScene() {
  const url = await aRedis();
  const client = new Redis(url);
  onTestFinished(() => client.disconnect());
  const { database, store } = await aStore();
  const log = { topic: 'application-logs', partition: 0 };
  let next = 0n;
  await store.start([{ log, next }]);

  /** Stores and folds an error of each service named. */
  async function count(...services: readonly string[]): Promise<void> {
    const errors = services.map((service, i) => anError({ service, offset: next + BigInt(i) }));
    const { batch } = aStoredBatch({ errors, log, from: next });
    await store.save(batch);
    await fold(database);
    next = batch.next;
  }

  function aMember() {
    const asked: bigint[] = [];
    const outcomes: unknown[] = [];
    let interrupt: () => Promise<unknown> = async () => {};
    const cache = createTotalsCache({
      client,
      owner,
      changedSince: async (version) => {
        asked.push(version);
        const changed = await changedTotals(database, version);
        const once = interrupt;
        interrupt = async () => {};
        await once();
        return changed;
      },
      onOutcome: (failure) => outcomes.push(failure),
    });
    /** Does `task` once, between the answer of the store and the writing. */
    const meanwhile = (task: () => Promise<unknown>) => {
      interrupt = task;
    };
    return { cache, asked, outcomes, meanwhile };
  }

  return {
    ...{ client, count, aMember },
    inRedis: () => totalsInRedis(url, owner),
    truth: () => totalsInPostgres(database.pool.options),
  };
}
