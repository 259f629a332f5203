import { expect, test } from 'vitest';
import { MonitorError } from '../../src/errors.ts';
import { rawBatch } from '../support/scripted-source.ts';
import { waitFor } from '../support/wait-for.ts';
import { aMonitor, log } from './a-monitor.ts';

test('keeps what it read while the store is away, and goes on when it is back', async () => {
  const monitor = await aMonitor();
  monitor.takeStoreAway();

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR']));
  await waitFor('the state to be told', () => monitor.health().postgres.state === 'down');
  monitor.bringStoreBack();
  await waitFor('the batch', async () => (await monitor.store.position(log))?.next === 1n);
  await monitor.end();

  expect(await monitor.totals()).toMatchObject({ ERROR: 1 });
  expect(monitor.health().postgres.state).toBe('up');
});

test('takes its own work for stored when only the answer was lost', async () => {
  const monitor = await aMonitor();
  monitor.loseNextAnswer();

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR']));
  await monitor.end();

  expect(await monitor.totals()).toMatchObject({ ERROR: 1 });
  expect(monitor.pushed).toHaveLength(1);
});

test('tells the group that it lives while the store is slow to answer', async () => {
  const monitor = await aMonitor({ assign: false });
  monitor.takeStoreAway();

  await monitor.source.assign([log]);
  const delivery = monitor.source.deliver(rawBatch(log, 0n, ['ERROR']));
  await waitFor('the state to be told', () => monitor.health().postgres.attempts > 1);
  monitor.bringStoreBack();

  expect((await delivery).heartbeats).toBeGreaterThan(0);
});

test('ends with the failure of a store that refuses for good', async () => {
  const monitor = await aMonitor();
  monitor.failStore(new MonitorError('POSTGRES_FAILED', 'No right to write.', 'Ask for it.'));

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR']));

  await expect(monitor.running).rejects.toMatchObject({ code: 'POSTGRES_FAILED' });
});

test('ends with the failure of a store that refuses to tell where to read', async () => {
  const monitor = await aMonitor({ assign: false });
  monitor.failStore(new MonitorError('POSTGRES_FAILED', 'No right to read.', 'Ask for it.'));

  await monitor.source.assign([log]);

  await expect(monitor.running).rejects.toMatchObject({ code: 'POSTGRES_FAILED' });
});
