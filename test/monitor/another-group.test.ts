import { expect, test } from 'vitest';
import { rawBatch } from '../support/scripted-source.ts';
import { waitFor } from '../support/wait-for.ts';
import { aMonitor, log } from './a-monitor.ts';

const batch = rawBatch(log, 0n, ['INFO', 'ERROR', 'INFO']);

test('waits with a batch of which another group counted a part, and counts nothing of it again', async () => {
  const monitor = await aMonitor();

  monitor.store.reach(log, 1n);
  await monitor.source.deliver(batch);
  monitor.store.reach(log, 5n);
  await waitFor('the batch', async () => (await monitor.store.position(log))?.next === 3n);

  expect(await monitor.totals()).toMatchObject({ ERROR: 1, INFO: 0 });
  expect(monitor.notices()).toEqual([]);
});

test('reads a batch again and splits it where another group counted a part of it and went no further', async () => {
  const monitor = await aMonitor();

  monitor.store.reach(log, 1n);
  await waitFor('the batch', async () => {
    await monitor.source.deliver(batch);
    return (await monitor.store.position(log))?.next === 3n;
  });

  expect(await monitor.totals()).toMatchObject({ ERROR: 1, INFO: 1 });
  expect(monitor.notices()).toEqual([]);
});
