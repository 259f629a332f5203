import { setImmediate as nextRound } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from '../../src/monitor/turns.ts';

const busyFor = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

test.each([
  { pieces: 'short', ms: 0, rounds: ['abcabc'] },
  { pieces: 'long', ms: 16, rounds: ['ab', 'abc', 'abca', 'abcab', 'abcabc'] },
])(
  'gives each log one turn after the other, of $pieces pieces $rounds in the rounds',
  async ({ ms, rounds }) => {
    const { begin: turn } = createTurns();
    let done = '';
    const work = async (name: string): Promise<void> => {
      for (let piece = 0; piece < 2; piece += 1) {
        await turn(() => {
          busyFor(ms);
          done += name;
        });
      }
    };
    const all = Promise.all([work('a'), work('b'), work('c')]);
    const seen: string[] = [];

    for (const _ of rounds) {
      await nextRound();
      seen.push(done);
    }
    await all;

    expect(seen).toEqual(rounds);
  },
);

test('hands on what the work throws, and goes on with the others', async () => {
  const { begin: turn } = createTurns();

  const failing = turn(() => {
    throw new Error('not this one');
  });
  const other = turn(() => 'this one');

  await expect(failing).rejects.toThrow('not this one');
  await expect(other).resolves.toBe('this one');
});

test('finishes what was begun before more is begun, in as many rounds as the pieces are long', async () => {
  const turns = createTurns();
  let done = '';
  const piece = (name: string) => () => {
    busyFor(16);
    done += name;
  };
  const all = Promise.all([
    turns.begin(piece('a')),
    turns.begin(piece('b')),
    turns.finish(piece('1')),
    turns.finish(piece('2')),
  ]);
  const seen: string[] = [];

  for (let round = 0; round < 4; round += 1) {
    seen.push(done);
    await nextRound();
  }
  await all;

  expect(seen).toEqual(['a', 'a1', 'a12', 'a12b']);
});
