import { expect, test } from 'vitest';
import { rawBatch } from '../support/scripted-source.ts';
import { waitFor } from '../support/wait-for.ts';
import { aMonitor, key, log } from './a-monitor.ts';

const farEnd = 1_000n;

test('stores what a lagging log has gathered in one transaction', async () => {
  const monitor = await aMonitor();

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR', 'INFO'], farEnd));
  await monitor.source.deliver(rawBatch(log, 2n, ['ERROR', 'CRITICAL'], 4n));
  await waitFor('the errors', () => monitor.pushed.length > 0);
  await monitor.end();

  expect(monitor.pushed.map(({ batch }) => [batch.from, batch.next, batch.errors.length])).toEqual([
    [0n, 4n, 3],
  ]);
});

test('lets a fetch of many records gather although it reaches the end, and one of few not', async () => {
  const monitor = await aMonitor();

  await monitor.source.deliver(rawBatch(log, 0n, Array(2_000).fill('ERROR'), 2_000n));
  await monitor.source.deliver(rawBatch(log, 2_000n, ['ERROR'], 2_001n));
  await monitor.source.deliver(rawBatch(log, 2_001n, ['ERROR'], 2_002n));
  await waitFor('the errors', () => monitor.pushed.at(-1)?.batch.next === 2_002n);
  await monitor.end();

  expect(monitor.pushed.map(({ batch }) => [batch.from, batch.next])).toEqual([
    [0n, 2_001n],
    [2_001n, 2_002n],
  ]);
});

test('stores what it has gathered although no more comes', async () => {
  const monitor = await aMonitor();

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR'], farEnd));
  await waitFor('the error', () => monitor.pushed.length > 0);

  expect(monitor.pushed[0]?.batch.next).toBe(1n);
});

test('stores what it has gathered when it ends', async () => {
  const monitor = await aMonitor();

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR'], farEnd));
  await monitor.end();

  expect(monitor.source.committed.get(key)).toBe(1n);
});

test('drops what it has gathered of a log that was taken away', async () => {
  const monitor = await aMonitor();

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR'], farEnd));
  await monitor.source.assign([]);
  await monitor.end();

  expect(await monitor.store.position(log)).toEqual({ next: 0n, reached: 0n });
});
