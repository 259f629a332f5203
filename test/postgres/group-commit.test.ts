import { expect, test } from 'vitest';
import { createGroupCommit } from '../../src/postgres/group-commit.ts';

test('lets an item go at once while nothing is stored, and gathers those that come meanwhile', async () => {
  const { commit, groups, finish } = held();
  const save = createGroupCommit({ commit, atOnce: 1 });

  const saved = ['a', 'b', 'c'].map((item) => save(item));
  const before = groups.map((group) => [...group]);
  await finish(2);

  expect(before).toEqual([['a']]);
  expect(groups).toEqual([['a'], ['b', 'c']]);
  expect(await Promise.all(saved)).toEqual(['stored a', 'stored b', 'stored c']);
});

test('stores as many groups at once as it may', async () => {
  const { commit, groups, finish } = held();
  const save = createGroupCommit({ commit, atOnce: 2 });

  const saved = ['a', 'b', 'c', 'd'].map((item) => save(item));
  const before = groups.length;
  await finish(3);
  await Promise.all(saved);

  expect(before).toBe(2);
  expect(groups).toEqual([['a'], ['b'], ['c', 'd']]);
});

test('fills a group up to its size, and lets a larger item go alone', async () => {
  const { commit, groups, finish } = held();
  const save = createGroupCommit({ commit, sizeOf: (item: string) => item.length, largest: 4, atOnce: 1 });

  const saved = ['x', 'aa', 'bb', 'c', 'larger', 'd'].map((item) => save(item));
  await finish(5);
  await Promise.all(saved);

  expect(groups).toEqual([['x'], ['aa', 'bb'], ['c'], ['larger'], ['d']]);
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

  const outcomes = await Promise.allSettled(['first', 'good', 'bad'].map((item) => save(item)));
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
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { commit, groups, finish };
}
