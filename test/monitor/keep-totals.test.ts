import { expect, test } from 'vitest';
import { MonitorError } from '../../src/errors.ts';
import { createTotals, type Totals } from '../../src/monitor/keep-totals.ts';
import type { ServiceTotals } from '../../src/types.ts';
import { severityCounts } from '../support/builders.ts';

test('folds each second, whoever stored, and tells then what has changed since the last time', async () => {
  const { totals, store, shown, asked } = aScene();
  store.count('billing', 2);
  store.count('search', 1);
  await oneRound(totals);
  await oneRound(totals);
  store.count('billing', 3);

  await oneRound(totals);

  expect(store.folds()).toBe(3);
  expect(asked).toEqual([0n, 1n, 1n]);
  expect(shown).toEqual([[total('billing', 2), total('search', 1)], [total('billing', 5)]]);
});

test('brings Redis up to date after each fold, also when nothing has changed', async () => {
  const { totals, store, synced } = aScene();
  store.count('billing', 2);

  await oneRound(totals);
  await oneRound(totals);

  expect(synced).toEqual([1n, 1n]);
});

test('asks for nothing where nobody shows totals', async () => {
  const { totals, store, asked, synced } = aScene({ outputs: [{ push: () => {} }] });
  store.count('billing', 2);

  await oneRound(totals);

  expect(asked).toEqual([]);
  expect(synced).toEqual([1n]);
});

test('tells who only looks on what others have folded', async () => {
  const { totals, store, shown } = aScene({ folds: false });
  store.count('billing', 2);
  await oneRound(totals);
  const before = shown.length;

  store.fold();
  await oneRound(totals);

  expect(before).toBe(0);
  expect(store.folds()).toBe(1);
  expect(shown).toEqual([[total('billing', 2)]]);
});

test('tells all totals again when the store was set back to older ones', async () => {
  const { totals, store, shown } = aScene();
  store.count('billing', 2);
  await oneRound(totals);
  const backup = store.backUp();
  for (let i = 0; i < 3; i += 1) {
    store.count('billing', 1);
    await oneRound(totals);
  }
  store.restore(backup);

  await oneRound(totals);

  expect(shown.slice(-2)).toEqual([[total('billing', 5)], [total('billing', 2)]]);
});

test('goes on when the store was away, and misses nothing', async () => {
  const { totals, store, shown, synced } = aScene();
  store.count('billing', 2);
  store.fail(new MonitorError('POSTGRES_UNREACHABLE', 'away', 'wait'));
  await oneRound(totals);
  const meanwhile = { shown: shown.length, synced: synced.length };
  store.fail(undefined);

  await oneRound(totals);

  expect(meanwhile).toEqual({ shown: 0, synced: 0 });
  expect(shown).toEqual([[total('billing', 2)]]);
  expect(synced).toEqual([1n]);
});

test('tells in each round whether the store could be reached, also while nothing is counted', async () => {
  const { totals, store, reached } = aScene();
  const away = new MonitorError('POSTGRES_UNREACHABLE', 'away', 'wait');

  for (const failure of [undefined, away, undefined]) {
    store.fail(failure);
    await oneRound(totals);
  }

  expect(reached).toEqual([undefined, away, undefined]);
});

test('fails when the store refuses', async () => {
  const { totals, store } = aScene();

  store.fail(new Error('a bug'));

  await expect(oneRound(totals)).rejects.toThrow('a bug');
});

test('folds and tells what was stored last when it is closed', async () => {
  const { totals, store, shown, synced } = aScene();
  await oneRound(totals);
  store.count('billing', 2);

  await totals.close();

  expect(shown).toEqual([[total('billing', 2)]]);
  expect(synced).toEqual([0n, 1n]);
});

test('does not wait at the end for a store that is away', async () => {
  const { totals, store } = aScene();
  store.fail(new MonitorError('POSTGRES_UNREACHABLE', 'away', 'wait'));
  await oneRound(totals);
  const before = store.folds();

  await totals.close();

  expect(store.folds()).toBe(before);
});

test('rests after a fold that took long, and folds what was stored last all the same', async () => {
  const { totals, store, clock } = aScene({ foldMs: 200 });
  const foldsAt: number[] = [];
  for (let second = 0; second < 10; second += 1) {
    const before = store.folds();
    await oneRound(totals);
    if (store.folds() > before) foldsAt.push(second);
    clock.now += 1_000;
  }
  const before = store.folds();

  await totals.close();

  expect(foldsAt).toEqual([0, 4, 8]); // 3.8 s of rest
  expect(store.folds()).toBe(before + 1);
});

test('puts a fold off for five seconds at most', async () => {
  const { totals, store, clock } = aScene({ foldMs: 30_000 });
  await oneRound(totals);
  clock.now += 4_999;
  await oneRound(totals);
  const before = store.folds();
  clock.now += 1;

  await oneRound(totals);

  expect(before).toBe(1);
  expect(store.folds()).toBe(2);
});

type Scene = {
  readonly folds?: boolean;
  /** How long each takes. */
  readonly foldMs?: number;
  readonly outputs?: Parameters<typeof createTotals>[0]['outputs'];
};

/**
 * Totals of a store in memory; `asked` and `synced` are the versions that were asked from, and that Redis got; `reached` is what was
 * told of the store.
 */
function aScene({ folds = true, foldMs = 0, outputs }: Scene = {}) {
  const store = aStore();
  const shown: (readonly ServiceTotals[])[] = [];
  const asked: bigint[] = [];
  const synced: bigint[] = [];
  const reached: (MonitorError | undefined)[] = [];
  const clock = { now: 1_000 };
  const totals = createTotals({
    fold: folds ? fold : undefined,
    changedSince: async (version) => {
      asked.push(version);
      return store.changedSince(version);
    },
    cache: { sync: async () => void synced.push(store.version()) },
    outputs: outputs ?? [{ push: () => {}, totals: (changed) => shown.push(changed) }, { push: () => {} }],
    onReach: (failure) => reached.push(failure),
    now: () => clock.now,
  });
  return { totals, store, shown, asked, synced, reached, clock };

  async function fold(): Promise<void> {
    store.fold();
    clock.now += foldMs;
  }
}

function aStore() {
  let folded = new Map<string, { readonly errors: number; readonly version: bigint }>();
  const tallied = new Map<string, number>();
  let [version, folds] = [0n, 0];
  let failure: Error | undefined;
  return {
    count: (service: string, errors: number) => tallied.set(service, (tallied.get(service) ?? 0) + errors),
    fold() {
      folds += 1;
      if (failure !== undefined) throw failure;
      if (tallied.size > 0) version += 1n;
      for (const [service, errors] of tallied) {
        folded.set(service, { errors: (folded.get(service)?.errors ?? 0) + errors, version });
      }
      tallied.clear();
    },
    changedSince: (since: bigint) => ({
      version,
      totals: [...folded]
        .filter(([, changed]) => changed.version > since)
        .map(([service, { errors }]) => total(service, errors)),
    }),
    version: () => version,
    backUp: () => ({ version, folded: new Map(folded) }),
    restore(backup: { readonly version: bigint; readonly folded: typeof folded }) {
      ({ version, folded } = backup);
    },
    folds: () => folds,
    fail(error: Error | undefined) {
      failure = error;
    },
  };
}

function total(service: string, errors: number): ServiceTotals {
  return { service, counts: severityCounts({ ERROR: errors }) };
}

async function oneRound(totals: Totals): Promise<void> {
  const once = new AbortController();
  const running = totals.run(once.signal);
  once.abort(); // while the first round is under way
  await running;
}
