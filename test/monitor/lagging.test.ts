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
