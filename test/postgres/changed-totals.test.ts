import { expect, test } from 'vitest';
import { changedTotals } from '../../src/postgres/changed-totals.ts';
import { fold } from '../../src/postgres/fold.ts';
import type { ServiceTotals } from '../../src/types.ts';
import { aStore } from '../support/a-store.ts';
import { anError, aStoredBatch, severityCounts } from '../support/builders.ts';
import { totalsInPostgres } from '../support/oracle.ts';

const nothing = { version: 0n, totals: [] };

test('answers what each fold has changed, under a version that grows with it', async () => {
  const { changedSince, count, foldAll } = await aScene();
  const empty = await changedSince(0n);
  await count('billing', 'search');
  await foldAll();
  const first = await changedSince(0n);
  await count('billing');
  await foldAll();

  const [second, all] = [await changedSince(1n), await changedSince(0n)];

  expect(empty).toEqual(nothing);
  expect(first).toEqual({ version: 1n, totals: [total('billing', 1), total('search', 1)] });
  expect(second).toEqual({ version: 2n, totals: [total('billing', 2)] });
  expect(all).toEqual({ version: 2n, totals: [total('billing', 2), total('search', 1)] });
});

test('answers nothing when nothing was folded since, and a fold of nothing is none', async () => {
  const { changedSince, count, foldAll } = await aScene();
  await count('billing');
  await foldAll();

  await foldAll();

  expect(await changedSince(1n)).toEqual({ version: 1n, totals: [] });
});

test('answers nothing to who is ahead of the store, but the version that it has', async () => {
  const { changedSince, count, foldAll } = await aScene();
  await count('billing');
  await foldAll();

  expect(await changedSince(7n)).toEqual({ version: 1n, totals: [] });
});

test('leaves out what is not folded yet, until it is', async () => {
  const { changedSince, count, foldAll } = await aScene();
  await count('billing');
  const before = await changedSince(0n);

  await foldAll();

  expect(before).toEqual(nothing);
  expect(await changedSince(before.version)).toEqual({ version: 1n, totals: [total('billing', 1)] });
});

test('counts every severity', async () => {
  const { changedSince, store, foldAll } = await aScene();
  const counts = { WARN: 3, INFO: 4, DEBUG: 5, UNKNOWN: 6 };
  const errors = (['CRITICAL', 'ERROR', 'EXCEPTION'] as const).map((severity, i) =>
    anError({ severity, service: 'billing', offset: BigInt(i) }),
  );

  await store.save(
    aStoredBatch({
      errors,
      counts: [0, 60_000].map((minute) => ({ service: 'billing', minute, counts: severityCounts(counts) })),
    }).batch,
  );
  await foldAll();

  const all = severityCounts({
    CRITICAL: 1,
    ERROR: 1,
    EXCEPTION: 1,
    WARN: 6,
    INFO: 8,
    DEBUG: 10,
    UNKNOWN: 12,
  });
  expect(await changedSince(0n)).toEqual({ version: 1n, totals: [{ service: 'billing', counts: all }] });
});

test('has a reader miss nothing that is stored and folded while it asks again and again', async () => {
  const { changedSince, count, foldAll, truth } = await aScene();
  const known = new Map<string, ServiceTotals>();
  let version = 0n;
  let counting = true;
  const read = async () => {
    const changed = await changedSince(version);
    expect(changed.version).toBeGreaterThanOrEqual(version);
    version = changed.version;
    for (const each of changed.totals) known.set(each.service, each);
  };
  const untilCounted = async (work: () => Promise<void>) => {
    while (counting) await work();
  };

  const beside = [untilCounted(read), untilCounted(foldAll), untilCounted(foldAll)];
  for (let i = 0; i < 60; i += 1) await count(`service-${i % 7}`, 'billing');
  counting = false;
  await Promise.all(beside);
  await foldAll();
  await read();

  expect(version).toBeGreaterThan(3n);
  expect([...known.values()].toSorted(byService)).toEqual(await truth());
});

/** A store that folds only when it is told to. */
async function aScene() {
  const { database, store } = await aStore();
  const log = { topic: 'application-logs', partition: 0 };
  let next = 0n;
  await store.start([{ log, next }]);
  return {
    store,
    /** Stores an error of each service named. */
    async count(...services: readonly string[]): Promise<void> {
      const errors = services.map((service, i) => anError({ service, offset: next + BigInt(i) }));
      const { batch } = aStoredBatch({ errors, log, from: next });
      await store.save(batch);
      next = batch.next;
    },
    foldAll: () => fold(database),
    truth: () => totalsInPostgres(database.pool.options),
    changedSince: async (version: bigint) => {
      const changed = await changedTotals(database, version);
      return { ...changed, totals: changed.totals.toSorted(byService) };
    },
  };
}

function total(service: string, errors: number): ServiceTotals {
  return { service, counts: severityCounts({ ERROR: errors }) };
}

function byService(a: ServiceTotals, b: ServiceTotals): number {
  return a.service < b.service ? -1 : 1;
}
