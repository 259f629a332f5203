import { setImmediate as aMoment } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createGroupCommit } from '../../src/postgres/group-commit.ts';

test('lets an item go at once while nothing is stored, and gathers those that come meanwhile', async () => {
  const { commit, groups, finish } = held();
  const save = createGroupCommit({ commit, atOnce: 1 });

  const first = save('a');
  await aMoment();
  const before = groups.map((group) => [...group]);
  const saved = [first, save('b'), save('c')];
  await finish(2);

  expect(before).toEqual([['a']]);
  expect(groups).toEqual([['a'], ['b', 'c']]);
  expect(await Promise.all(saved)).toEqual(['stored a', 'stored b', 'stored c']);
});

test('lets items that come at the same moment go together', async () => {
  const { commit, groups, finish } = held();
  const save = createGroupCommit({ commit, atOnce: 2 });

  const saved = ['a', 'b', 'c'].map((item) => save(item));
  await aMoment();
  await finish(1);
  await Promise.all(saved);

  expect(groups).toEqual([['a', 'b', 'c']]);
});

test('stores as many groups at once as it may', async () => {
  const { commit, groups, finish } = held();
  const save = createGroupCommit({ commit, atOnce: 2 });

  const saved: Promise<string>[] = [];
  for (const item of ['a', 'b', 'c', 'd']) {
    saved.push(save(item));
    await aMoment();
  }
  const before = groups.length;
  await finish(3);
  await Promise.all(saved);

  expect(before).toBe(2);
  expect(groups).toEqual([['a'], ['b'], ['c', 'd']]);
});

test('fills a group up to its size, and lets a larger item go alone', async () => {
  const { commit, groups, finish } = held();
  const save = createGroupCommit({ commit, sizeOf: (item: string) => item.length, largest: 4, atOnce: 1 });

  const saved = ['aa', 'bb', 'c', 'larger', 'd'].map((item) => save(item));
  await aMoment();
  await finish(4);
  await Promise.all(saved);

  expect(groups).toEqual([['aa', 'bb'], ['c'], ['larger'], ['d']]);
});

test('tells each item how it went, and goes on after a failure of all', async () => {
  let calls = 0;
  const save = createGroupCommit<string, string>({
    commit: async (items) => {
      calls += 1;
      if (calls === 1) throw new Error('away');
      return items.map((item) =>
        item === 'bad'
          ? { status: 'rejected', reason: new Error('refused') }
          : { status: 'fulfilled', value: item },
      );
    },
    atOnce: 1,
  });

  const [first] = await Promise.allSettled([save('first')]);
  const outcomes = [first, ...(await Promise.allSettled(['good', 'bad'].map((item) => save(item))))];
  const later = await save('later');

  expect(outcomes).toEqual([
    { status: 'rejected', reason: new Error('away') },
    { status: 'fulfilled', value: 'good' },
    { status: 'rejected', reason: new Error('refused') },
  ]);
  expect(later).toBe('later');
});

/** A commit that ends when it is told to. */
function held() {
  const groups: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const commit = async (items: readonly string[]) => {
    groups.push(items);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map((item) => ({ status: 'fulfilled', value: `stored ${item}` }) as const);
  };
  /** Ends so many commits, each once it is under way. */
  const finish = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      ends.shift()?.();
      await aMoment();
    }
  };
  return { commit, groups, finish };
}
