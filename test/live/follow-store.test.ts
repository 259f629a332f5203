import { expect, test } from 'vitest';
import { followStore } from '../../src/live/follow-store.ts';
import { createGathering } from '../../src/live/gathering.ts';
import type { LogError, StoredBatch } from '../../src/types.ts';
import { anError, aStoredBatch } from '../support/builders.ts';

const log = { topic: 'application-logs', partition: 0 };

test('gives every error of what was published, which is folded', async () => {
  const { store, take, offsets } = aFollower();
  store(0, 5);

  await take(0n, 5n);

  expect(offsets()).toEqual([0n, 1n, 2n, 3n, 4n]);
});

test('reads also what the stream has dropped between two entries', async () => {
  const { store, take, offsets } = aFollower();
  store(0, 9);

  await take(0n, 3n);
  await take(6n, 9n);

  expect(offsets()).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
});

test('gives the errors of a rewound group again, as its members do', async () => {
  const { store, take, offsets } = aFollower();
  store(0, 4);

  await take(0n, 4n);
  await take(1n, 3n);

  expect(offsets()).toEqual([0n, 1n, 2n, 3n, 1n, 2n]);
});

test('reads a long stretch in parts, also where one record holds many errors', async () => {
  const { store, take, offsets } = aFollower();
  store(0, 900);
  store(900, 901, 1_500);
  store(901, 2_500);

  await take(0n, 2_500n);

  expect(offsets()).toHaveLength(900 + 1_500 + 1_599);
  expect(offsets()).toEqual(offsets().toSorted((a, b) => Number(a - b)));
});

test('tells of an incident that is new, or came back, with the first of its errors only', async () => {
  const { store, take, pushed } = aFollower();
  store(0, 2);
  const incident = anError().incident;

  await take(0n, 1n, { newIncidents: [incident] });
  await take(1n, 2n, { regressedIncidents: [{ id: incident, countBefore: 7, firstSeen: 1 }] });

  expect(pushed.map(({ newIncidents }) => newIncidents)).toEqual([[incident], []]);
  expect(pushed.map(({ regressedIncidents }) => regressedIncidents.map(({ id }) => id))).toEqual([
    [],
    [incident],
  ]);
});

test('counts the records of an entry once', async () => {
  const { store, take, pushed } = aFollower();
  store(0, 2_100);

  await take(0n, 2_100n);

  expect(pushed.map(({ batch }) => batch.records)).toEqual([2_100, 0, 0]);
});

function aFollower() {
  const stored: LogError[] = [];
  const pushed: StoredBatch[] = [];
  const following = followStore({
    errorsOf: async ({ from, next }, limit) =>
      stored.filter(({ offset }) => offset >= from && offset < next).slice(0, limit),
    outputs: [{ push: (batch) => void pushed.push(batch) }],
  });
  return {
    pushed,
    /** Stores errors at these offsets, each with so many parts. */
    store(from: number, next: number, parts = 1) {
      for (let n = from; n < next; n += 1) {
        for (let part = 0; part < parts; part += 1) stored.push(anError({ offset: BigInt(n), part }));
      }
    },
    async take(
      from: bigint,
      next: bigint,
      some: Partial<Pick<StoredBatch, 'newIncidents' | 'regressedIncidents'>> = {},
    ) {
      const gathering = createGathering({ rows: 10, services: 10, incidents: 10 });
      gathering.add(aStoredBatch({ log, from, errors: Array(Number(next - from)).fill(anError()), ...some }));
      await following.take(gathering.take());
    },
    offsets: () => pushed.flatMap(({ batch }) => batch.errors.map(({ offset }) => offset)),
  };
}
