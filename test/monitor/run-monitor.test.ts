import { expect, test } from 'vitest';
import { recordsOf } from '../../src/raw-records.ts';
import type { RawRecords } from '../../src/types.ts';
import { rawBatch } from '../support/scripted-source.ts';
import { waitFor } from '../support/wait-for.ts';
import { aMonitor, key, log } from './a-monitor.ts';

test('stores each batch, hands it to the outputs and commits behind it', async () => {
  const monitor = await aMonitor();

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR', 'INFO', 'CRITICAL']));
  await monitor.end();

  expect(await monitor.totals()).toMatchObject({ ERROR: 1, INFO: 1, CRITICAL: 1 });
  expect(monitor.pushed.flatMap(({ batch }) => batch.errors).map(({ offset }) => offset)).toEqual([0n, 2n]);
  expect(monitor.source.committed.get(key)).toBe(3n);
});

test('starts at the stored position after an assignment', async () => {
  const monitor = await aMonitor({ position: 40n });

  expect(monitor.startedAt.get(key)).toBe(40n);
});

test('knows the lag before a record comes', async () => {
  const monitor = await aMonitor({ position: 40n, high: async () => 1_040n });

  // Sooner than the round in which Kafka is asked again.
  await waitFor('the lag', () => monitor.health().self.lag === 1_000, 1_500);
});

test('reads only what lies past the stored position', async () => {
  const monitor = await aMonitor({ position: 2n });

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR', 'ERROR', 'CRITICAL', 'CRITICAL']));
  await monitor.end();

  expect(await monitor.totals()).toMatchObject({ ERROR: 0, CRITICAL: 2 });
});

test('seeks to the position when a batch lies wholly below it', async () => {
  const monitor = await aMonitor({ position: 100n });

  const delivery = await monitor.source.deliver(rawBatch(log, 0n, ['ERROR'], 200n));

  expect(delivery.soughtTo).toBe(100n);
});

test('seeks back when the client skipped records', async () => {
  const monitor = await aMonitor({ position: 10n });

  const delivery = await monitor.source.deliver(rawBatch(log, 15n, ['ERROR']));
  await monitor.end();

  expect(delivery.soughtTo).toBe(10n);
  expect(await monitor.totals()).toBeUndefined();
});

test('accepts a jump that comes again after seeking back: Kafka filtered those records', async () => {
  const monitor = await aMonitor({ position: 10n });

  await monitor.source.deliver(rawBatch(log, 15n, ['ERROR']));
  await monitor.source.deliver(rawBatch(log, 15n, ['ERROR']));
  await monitor.end();

  expect(await monitor.totals()).toMatchObject({ ERROR: 1 });
  expect(await monitor.store.position(log)).toEqual({ next: 16n, reached: 16n });
});

test('reports exactly how many records retention took before they were read', async () => {
  const monitor = await aMonitor({ position: 10n, low: 5_010n });

  await monitor.source.deliver(rawBatch(log, 5_010n, ['ERROR']));
  await monitor.end();

  expect(monitor.notices()).toContain(
    `${key}: 5000 records (offsets 10 to 5009) were deleted before they were read.`,
  );
  expect(await monitor.store.position(log)).toEqual({ next: 5_011n, reached: 5_011n });
});

test('goes on past a gap that begins below what was reached before and ends past it', async () => {
  const monitor = await aMonitor({ position: 40n, low: 60n });
  monitor.store.move(log, 10n);
  await monitor.source.assign([log]);

  await monitor.source.deliver(rawBatch(log, 60n, ['ERROR']));
  await monitor.end();

  expect(await monitor.store.position(log)).toEqual({ next: 61n, reached: 61n });
});

test('goes past what retention took of a log to which nothing comes', async () => {
  const monitor = await aMonitor({ position: 5n, low: 8n, high: async () => 8n });

  await waitFor('the position', async () => (await monitor.store.position(log))?.next === 8n);

  expect(monitor.notices()).toEqual([
    `${key}: 3 records (offsets 5 to 7) were deleted before they were read.`,
  ]);
  expect(monitor.source.sought).toEqual([[key, 8n]]);
});

test('stops a log that ends below the position, because the topic was made anew', async () => {
  const monitor = await aMonitor({ position: 1_000n });

  const delivery = await monitor.source.deliver(rawBatch(log, 0n, ['ERROR']));
  await monitor.end();

  expect(delivery.stopped).toBe(true);
  expect(monitor.notices().join()).toContain('the topic was made anew');
  expect(await monitor.totals()).toBeUndefined();
});

test('does not take a log for made anew because it was read past the end that Kafka named a moment before', async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<bigint>();
  let questions = 0;
  const monitor = await aMonitor({
    high: async () => {
      questions += 1;
      if (questions !== 2) return 10_000n; // the first comes before the assignment
      asked.resolve();
      return await answer.promise;
    },
  });
  await asked.promise;

  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR', 'ERROR', 'ERROR']));
  await waitFor('the batch', async () => (await monitor.store.position(log))?.next === 3n);
  answer.resolve(1n);
  const delivery = await monitor.source.deliver(rawBatch(log, 3n, ['ERROR']));
  await monitor.end();

  expect(delivery.stopped).toBe(false);
  expect(monitor.health().partitions[0]?.stopped).toBeNull();
});

test('drops what it read when another member stored past it, and reads on from there', async () => {
  const monitor = await aMonitor();
  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR']));
  await waitFor('the first batch', async () => (await monitor.store.position(log))?.next === 1n);

  monitor.store.move(log, 7n);
  await monitor.source.deliver(rawBatch(log, 1n, ['ERROR', 'ERROR'], 20n));
  await waitFor('the fence', () => monitor.notices().join().includes('another member'));
  const delivery = await monitor.source.deliver(rawBatch(log, 3n, ['ERROR'], 20n));
  await monitor.end();

  expect(delivery.soughtTo).toBe(7n);
  expect(await monitor.totals()).toMatchObject({ ERROR: 1 });
});

test('has the source read on from where another member stored, before more comes', async () => {
  const monitor = await aMonitor();

  monitor.store.move(log, 7n);
  await monitor.source.deliver(rawBatch(log, 0n, ['ERROR']));
  await waitFor('the source to be told', () => monitor.source.sought.length > 0);

  expect(monitor.source.sought).toEqual([[key, 7n]]);
});

test('leaves the source where it is when an assignment changes nothing', async () => {
  const monitor = await aMonitor({ position: 7n });
  await monitor.source.deliver(rawBatch(log, 7n, ['ERROR']));
  await monitor.end();

  expect(monitor.source.sought).toEqual([]);
});

test('counts events once when a rewound log is read past what was reached before', async () => {
  const monitor = await aMonitor();
  await monitor.source.deliver(rawBatch(log, 0n, ['INFO', 'ERROR']));
  await waitFor('the first batch', async () => (await monitor.store.position(log))?.next === 2n);

  monitor.store.move(log, 0n);
  await monitor.source.assign([log]);
  await monitor.source.deliver(rawBatch(log, 0n, ['INFO', 'ERROR', 'INFO', 'ERROR']));
  await waitFor('the second batch', async () => (await monitor.store.position(log))?.next === 4n);
  await monitor.end();

  expect(await monitor.totals()).toMatchObject({ INFO: 2, ERROR: 2 });
});

test('never stores records that were counted before together with new ones, however many wait', async () => {
  const monitor = await aMonitor();
  await monitor.source.deliver(rawBatch(log, 0n, ['INFO', 'ERROR', 'INFO', 'ERROR']));
  await waitFor('the first batch', async () => (await monitor.store.position(log))?.next === 4n);
  monitor.store.move(log, 0n);
  await monitor.source.assign([log]);
  await monitor.source.deliver(rawBatch(log, 0n, ['INFO'], 8n));
  await waitFor('the first record again', async () => (await monitor.store.position(log))?.next === 1n);

  monitor.takeStoreAway();
  await monitor.source.deliver(rawBatch(log, 1n, ['ERROR', 'INFO'], 8n));
  await monitor.source.deliver(rawBatch(log, 3n, ['ERROR', 'INFO', 'ERROR'], 8n));
  monitor.bringStoreBack();
  await waitFor('the rest', async () => (await monitor.store.position(log))?.next === 6n);
  await monitor.end();

  expect(await monitor.totals()).toMatchObject({ INFO: 3, ERROR: 3 });
  expect(monitor.notices()).toEqual([]);
});

test('sets unreadable records aside and counts them', async () => {
  const monitor = await aMonitor();
  const batch = rawBatch(log, 0n, ['ERROR', 'ERROR']);
  const records = withoutValues(batch.records, (i) => i === 0);

  await monitor.source.deliver({ ...batch, records });
  await monitor.end();

  expect(monitor.health().deadLetters).toBe(1);
  expect(await monitor.totals()).toMatchObject({ ERROR: 1 });
});

test('counts what is set aside once when a batch is read again', async () => {
  const monitor = await aMonitor();
  const batch = rawBatch(log, 0n, ['ERROR', 'ERROR']);
  const records = withoutValues(batch.records, (i) => i === 1);
  monitor.store.move(log, 1n);

  await monitor.source.deliver({ ...batch, records });
  await waitFor('the news', () => monitor.notices().join().includes('another member'));
  await monitor.source.deliver({ ...batch, records });
  await monitor.end();

  expect(monitor.health().deadLetters).toBe(1);
});

test('stops a log of which more than half cannot be read, and says how to see why', async () => {
  const monitor = await aMonitor();
  const batch = rawBatch(
    log,
    0n,
    Array.from({ length: 1_000 }, () => 'INFO'),
    5_000n,
  );
  const records = withoutValues(batch.records, (i) => i % 3 !== 0);

  const delivery = await monitor.source.deliver({ ...batch, records });

  await waitFor('the log to be stopped', () => delivery.stopped);
  expect(monitor.notices().join()).toMatch(
    /more than half .* can't be read .*esm-monitor explain --topic application-logs/,
  );
  await waitFor('the others to be set aside', () => monitor.health().deadLetters === 666);
});

function withoutValues(records: RawRecords, chosen: (index: number) => boolean): RawRecords {
  const all = Array.from({ length: records.length }, (_, index) => records.record(index));
  return recordsOf(all.map((record, index) => (chosen(index) ? { ...record, value: null } : record)));
}
