import { describe, expect, test } from 'vitest';
import type { IncidentStore } from '../../src/ports.ts';
import type { BatchResult, LogError, ServiceTotals } from '../../src/types.ts';
import { anError, aStoredBatch, severityCounts } from '../support/builders.ts';

/** A store to test, with what is no part of the port. */
export type StoreUnderTest = {
  readonly store: IncidentStore;
  /** Moves a position behind its back, as another member would. */
  readonly move: (next: bigint) => Promise<void> | void;
  /** What it has counted, of all logs. */
  readonly totals: () => Promise<readonly ServiceTotals[]> | readonly ServiceTotals[];
};

const log = { topic: 'application-logs', partition: 0 };

/** What every incident store keeps to. `make` gives an empty one. */
export function describeIncidentStore(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    test('knows no position before the start, and keeps the first one', async () => {
      const { store } = await make();

      const before = await store.position(log);
      await store.start([{ log, next: 5n }]);
      await store.start([{ log, next: 99n }]);

      expect(before).toBeUndefined();
      expect(await store.position(log)).toEqual({ next: 5n, reached: 5n });
    });

    test('begins anew in another epoch, and stores its coordinates beside those of the one before', async () => {
      const store = await started(make);
      await store.store.save(batchOf(3, { others: 2 }));
      const before = await store.store.epochs([log.topic]);

      await store.store.start([{ log, next: 0n, epoch: 1 }]);
      await store.store.start([{ log, next: 9n, epoch: 1 }]);
      const outcome = await store.store.save(batchOf(2, { others: 1 }));

      expect([...before]).toEqual([['application-logs/0', { epoch: 0, reached: 5n }]]);
      expect(outcome).toMatchObject({ outcome: 'stored', stored: { inserted: 2 } });
      expect([...(await store.store.epochs([log.topic]))]).toEqual([
        ['application-logs/0', { epoch: 1, reached: 3n }],
      ]);
      expect(await countsOf(store)).toEqual(severityCounts({ ERROR: 5, INFO: 3 }));
    });

    test('stores a batch and moves the position behind it', async () => {
      const store = await started(make);

      const outcome = await store.store.save(batchOf(3, { others: 2 }));

      expect(outcome).toMatchObject({ outcome: 'stored', stored: { inserted: 3 } });
      expect(await store.store.position(log)).toEqual({ next: 5n, reached: 5n });
      expect(await countsOf(store)).toEqual(severityCounts({ ERROR: 3, INFO: 2 }));
    });

    test('counts an error once however often its batch is delivered', async () => {
      const store = await started(make);

      await store.store.save(batchOf(3));
      const again = await store.store.save(batchOf(3));

      expect(again).toEqual({ outcome: 'fenced', position: { next: 3n, reached: 3n } });
      expect(await countsOf(store)).toEqual(severityCounts({ ERROR: 3 }));
    });

    test('counts nothing twice when the position is moved back and the log is read again', async () => {
      const store = await started(make);
      await store.store.save(batchOf(3, { others: 4 }));

      await store.move(0n);
      const again = await store.store.save(batchOf(3, { others: 4 }));

      expect(again).toMatchObject({ outcome: 'stored', stored: { inserted: 0 } });
      expect(await countsOf(store)).toEqual(severityCounts({ ERROR: 3, INFO: 4 }));
    });

    test('fills in errors that a repeated read finds missing, but not the events beside them', async () => {
      const store = await started(make);
      await store.store.save({ ...batchOf(3, { others: 4 }), errors: [] });

      await store.move(0n);
      await store.store.save(batchOf(3, { others: 4 }));

      expect(await countsOf(store)).toEqual(severityCounts({ ERROR: 3, INFO: 4 }));
    });

    test('fences a batch that lies partly below what was reached', async () => {
      const store = await started(make);
      await store.store.save(batchOf(3));

      await store.move(0n);
      const outcome = await store.store.save(batchOf(5));

      expect(outcome).toEqual({ outcome: 'fenced', position: { next: 0n, reached: 3n } });
    });

    test('fences a batch of a log that has no position', async () => {
      const { store } = await make();

      const outcome = await store.save(batchOf(1));

      expect(outcome).toEqual({ outcome: 'fenced', position: undefined });
    });

    test('moves the position over a batch without errors', async () => {
      const store = await started(make);

      await store.store.save(batchOf(0, { others: 7 }));

      expect(await store.store.position(log)).toEqual({ next: 7n, reached: 7n });
    });

    test('announces an incident as new exactly once', async () => {
      const store = await started(make);

      const first = await store.store.save(batchOf(2));
      const second = await store.store.save(batchOf(2, { from: 2n }));

      expect(first).toMatchObject({ stored: { newIncidents: ['00000000000000aa'] } });
      expect(second).toMatchObject({ stored: { newIncidents: [] } });
    });

    test('announces no incident of errors that are stored under another one, and announces it when it gets an error', async () => {
      const store = await started(make);
      const regrouped = { error: { incident: '00000000000000bb' } };
      await store.store.save(batchOf(2));

      await store.move(0n);
      const again = await store.store.save(batchOf(2, regrouped));
      const first = await store.store.save(batchOf(1, { from: 2n, ...regrouped }));
      const second = await store.store.save(batchOf(1, { from: 3n, ...regrouped }));

      expect([again, first, second]).toMatchObject([
        { stored: { inserted: 0, newIncidents: [] } },
        { stored: { inserted: 1, newIncidents: ['00000000000000bb'] } },
        { stored: { inserted: 1, newIncidents: [] } },
      ]);
    });

    test('keeps errors of one record apart by their part', async () => {
      const store = await started(make);
      const parts = [0, 1, 2].map((part) => anError({ offset: 0n, part }));

      const outcome = await store.store.save({ ...batchOf(1), errors: parts });

      expect(outcome).toMatchObject({ stored: { inserted: 3 } });
    });

    test.for(['__proto__', 'constructor', 'toString', '', "x'; DROP TABLE esm.error; --", '日本語 🚀'])(
      'counts a service called %j exactly',
      async (service) => {
        const store = await started(make);

        await store.store.save(batchOf(2, { error: { service } }));

        expect(await store.totals()).toEqual([{ service, counts: severityCounts({ ERROR: 2 }) }]);
      },
    );

    test('lets exactly one of two members that store the same batch at once win', async () => {
      const store = await started(make);

      const outcomes = await Promise.all([store.store.save(batchOf(50)), store.store.save(batchOf(50))]);

      expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['fenced', 'stored']);
      expect(await countsOf(store)).toEqual(severityCounts({ ERROR: 50 }));
    });
  });
}

async function started(make: () => Promise<StoreUnderTest>): Promise<StoreUnderTest> {
  const made = await make();
  await made.store.start([{ log, next: 0n }]);
  return made;
}

/** A batch of so many errors at consecutive offsets, then `others` events that are not kept. */
export function batchOf(
  errors: number,
  { from = 0n, others = 0, error = {} }: { from?: bigint; others?: number; error?: Partial<LogError> } = {},
): BatchResult {
  const list = Array.from({ length: errors }, (_, i) => anError({ ...error, offset: from + BigInt(i) }));
  return aStoredBatch({ errors: list, others, from, log }).batch;
}

async function countsOf({ totals }: StoreUnderTest) {
  return (await totals()).find(({ service }) => service === 'user-management')?.counts;
}
