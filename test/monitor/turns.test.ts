import { setImmediate as nextRound } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from '../../src/monitor/turns.ts';

test('gives one turn in each round of the event loop, in the order asked', async () => {
  const turn = createTurns();
  const done: string[] = [];
  const work = async (name: string): Promise<void> => {
    await turn();
    done.push(name);
    await turn();
    done.push(name);
  };
  const all = Promise.all([work('a'), work('b')]);
  const seen: string[] = [];

  for (let round = 0; round < 4; round += 1) {
    await nextRound();
    seen.push(done.join(''));
  }
  await all;

  expect(seen).toEqual(['a', 'ab', 'aba', 'abab']);
});
