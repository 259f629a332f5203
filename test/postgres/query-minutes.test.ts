import { expect, test } from 'vitest';
import { queryMinutes } from '../../src/postgres/query-minutes.ts';
import { aStore } from '../support/a-store.ts';
import { aStoredBatch, severityCounts } from '../support/builders.ts';

test('sums the events of all logs by service and minute, since the minute of a time', async () => {
  const { store, database } = await aStore();
  const minute = 1_795_428_900_000;
  const counts = [minute - 60_000, minute].map((at) => ({
    service: 'billing',
    minute: at,
    counts: severityCounts({ INFO: 7, WARN: 2 }),
  }));
  for (const partition of [0, 1]) {
    const log = { topic: 'application-logs', partition };
    await store.start([{ log, next: 0n }]);
    await store.save(aStoredBatch({ log, errors: [], others: 18, counts }).batch);
  }

  const found = await queryMinutes(database, minute + 30_000);

  expect(found).toEqual([{ service: 'billing', minute, counts: severityCounts({ INFO: 14, WARN: 4 }) }]);
});
