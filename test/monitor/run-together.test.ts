import { expect, test } from 'vitest';
import { runTogether } from '../../src/monitor/run-together.ts';

test('ends the others when one fails, waits for them, and tells of the first failure', async () => {
  const ending = new AbortController();
  const ended: string[] = [];
  const untilAsked = new Promise<void>((resolve) =>
    ending.signal.addEventListener('abort', () => {
      ended.push('the other');
      resolve();
    }),
  );

  const running = runTogether([Promise.reject(new Error('first')), untilAsked], () => ending.abort());

  await expect(running).rejects.toThrow('first');
  expect(ended).toEqual(['the other']);
});
