import { expect, test } from 'vitest';
import { atMost } from '../../src/http/at-most.ts';

test('runs so many at a time, lets so many wait in turn, and refuses the rest', async () => {
  const inTurn = atMost(2, 3);
  const ends: (() => void)[] = [];
  const started: number[] = [];
  const task = (n: number) =>
    inTurn(() => {
      started.push(n);
      return new Promise<void>((resolve) => ends.push(resolve));
    });

  const running = [0, 1, 2, 3, 4].map(task);
  const refused = task(5);

  await expect(refused).rejects.toThrow('Too many questions');
  expect(started).toEqual([0, 1]);
  for (const i of [0, 1, 2, 3, 4]) {
    ends[i]?.();
    await running[i];
  }
  expect(started).toEqual([0, 1, 2, 3, 4]);
});

test('gives the place of a task that fails to the next', async () => {
  const inTurn = atMost(1, 1);

  const failing = inTurn(() => Promise.reject(new Error('no')));
  const next = inTurn(async () => 'done');

  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});
