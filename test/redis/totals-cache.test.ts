import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { createTotalsCache } from '../../src/redis/totals-cache.ts';
import type { ServiceTotals, StoredBatch } from '../../src/types.ts';
import { aRedis } from '../support/a-redis.ts';
import { aStoredBatch, severityCounts } from '../support/builders.ts';
import { totalsInRedis } from '../support/oracle.ts';
import { waitFor } from '../support/wait-for.ts';

const log = { topic: 'application-logs', partition: 3 };
const owner = { clusterId: 'cluster', group: 'group' };

test('writes the absolute totals of each batch, without asking the store again', async () => {
  const { save, shows, rebuilds } = await aCache();
  save(1n, [total('billing', 2)]);
  await shows([total('billing', 2)]);
  const before = rebuilds();

  save(2n, [total('billing', 5), total('search', 1)]);
  save(3n, [total('search', 2)]);

  await shows([total('billing', 5), total('search', 2)]);
  expect(rebuilds()).toBe(before);
});

test('reads the log anew from the store when a write was lost', async () => {
  const { cache, save, shows, truth } = await aCache();
  save(1n, [total('billing', 2)]);
  await shows([total('billing', 2)]);

  truth.totals = [total('billing', 9), total('search', 4)];
  truth.version = 3n;
  cache.write(stored(3n, [total('search', 4)]));

  await shows([total('billing', 9), total('search', 4)]);
});

test('fills a flushed server again although nothing arrives', async () => {
  const { save, shows, client } = await aCache();
  save(1n, [total('billing', 2)]);
  await shows([total('billing', 2)]);

  await client.flushdb();

  await shows([total('billing', 2)]);
});

test('shows a log whose totals were being read while the server was flushed', async () => {
  const { cache, shows, truth, whileRebuilding, client } = await aCache();
  truth.totals = [total('billing', 7)];
  truth.version = 4n;
  whileRebuilding(() => client.flushdb());

  cache.heal(log);

  await shows([total('billing', 7)]);
});

test('heals what another member or an older run left behind', async () => {
  const { cache, shows, truth } = await aCache();
  truth.totals = [total('billing', 7)];
  truth.version = 4n;

  cache.heal(log);

  await shows([total('billing', 7)]);
});

test('keeps services apart that are called like parts of an object', async () => {
  const { save, shows } = await aCache();
  const totals = ['__proto__', 'constructor', 'toString', 'version', ''].map((service, i) =>
    total(service, i + 1),
  );

  save(1n, totals);

  await shows(totals);
});

test('goes on with newer batches that come while a rebuild is under way', async () => {
  const { cache, save, shows } = await aCache();
  save(4n, [total('billing', 7)]);

  cache.heal(log);
  save(5n, [total('billing', 8)]);
  save(6n, [total('billing', 9)]);

  await shows([total('billing', 9)]);
});

test('writes what is pending when it is closed', async () => {
  const { cache, save, url } = await aCache();
  save(1n, [total('billing', 2)]);

  await cache.close(1_000);

  expect(await totalsInRedis(url, owner)).toEqual([total('billing', 2)]);
});

async function aCache() {
  const url = await aRedis();
  const client = new Redis(url);
  const truth: { version: bigint; totals: readonly ServiceTotals[] } = { version: 0n, totals: [] };
  let rebuilds = 0;
  let meanwhile: () => Promise<unknown> = async () => {};
  const cache = createTotalsCache({
    client,
    owner,
    rebuild: async () => {
      rebuilds += 1;
      await meanwhile();
      return truth;
    },
    onOutcome: () => {},
  });
  /** Does what the loop does: the store has the totals before the cache hears of them. */
  const save = (version: bigint, totals: readonly ServiceTotals[]) => {
    const names = new Set(totals.map(({ service }) => service));
    truth.totals = [...truth.totals.filter(({ service }) => !names.has(service)), ...totals];
    truth.version = version;
    cache.write(stored(version, totals));
  };
  onTestFinished(async () => {
    await cache.close(1_000);
    client.disconnect();
  });
  const shows = async (totals: readonly ServiceTotals[]) => {
    const sorted = JSON.stringify(totals.toSorted((a, b) => (a.service < b.service ? -1 : 1)));
    let found = '';
    await waitFor(
      'Redis to show the totals',
      async () => {
        found = JSON.stringify(await totalsInRedis(url, owner));
        return found === sorted;
      },
      4_000,
    ).catch(() => expect(found).toBe(sorted));
  };
  const whileRebuilding = (task: () => Promise<unknown>) => {
    meanwhile = task;
  };
  return { cache, client, url, truth, save, shows, whileRebuilding, rebuilds: () => rebuilds };
}

function total(service: string, errors: number): ServiceTotals {
  return { service, counts: severityCounts({ ERROR: errors }) };
}

function stored(version: bigint, totals: readonly ServiceTotals[]): StoredBatch {
  return aStoredBatch({ version, totals, log });
}
