import { expect, onTestFinished, test } from 'vitest';
import { connectCluster } from '../../src/kafka/cluster.ts';
import { firstPositions } from '../../src/kafka/first-positions.ts';
import type { StartAt } from '../../src/kafka/start-offsets.ts';
import { aKafka, aTopic, produce } from '../support/a-topic.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { servers } from '../support/servers.ts';

test.for<{ startAt: StartAt; next: bigint; what: string }>([
  { startAt: 'earliest', next: 0n, what: 'the first record' },
  { startAt: 'latest', next: 3n, what: 'the end' },
  { startAt: { since: 2_000 }, next: 1n, what: 'the first record of that time' },
  { startAt: { since: 9_999 }, next: 3n, what: 'the end when nothing is that new' },
])('starts at $what', async ({ startAt, next }) => {
  const { cluster, topic } = await aClusterWithRecords();

  const positions = await firstPositions(cluster, createMemoryStore(), [topic], topic, startAt);

  expect(positions.get(`${topic}/0`)).toBe(next);
});

test('goes on at the position that the store has', async () => {
  const { cluster, topic } = await aClusterWithRecords();
  const store = createMemoryStore();
  await store.start([{ log: { topic, partition: 0 }, next: 2n }]);

  const positions = await firstPositions(cluster, store, [topic], topic, 'earliest');

  expect(positions.get(`${topic}/0`)).toBe(2n);
});

test('goes on where another program of the group committed', async () => {
  const { cluster, topic } = await aClusterWithRecords();
  const admin = aKafka().admin();
  await admin.connect();
  await admin.setOffsets({ groupId: topic, topic, partitions: [{ partition: 0, offset: '1' }] });
  await admin.disconnect();

  const positions = await firstPositions(cluster, createMemoryStore(), [topic], topic, 'latest');

  expect(positions.get(`${topic}/0`)).toBe(1n);
});

test('reads a partition from its beginning when a known topic grew it', async () => {
  const { cluster, topic } = await aClusterWithRecords();
  const store = createMemoryStore();
  await firstPositions(cluster, store, [topic], topic, 'latest');
  const admin = aKafka().admin();
  await admin.connect();
  await admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] });
  await admin.disconnect();
  await produce(topic, [{ partition: 1, value: 'x' }]);

  const positions = await firstPositions(cluster, store, [topic], topic, 'latest');

  expect(positions.get(`${topic}/1`)).toBe(0n);
});

test('begins another epoch of a log that ends before what was read of it', async () => {
  const { cluster, topic } = await aClusterWithRecords();
  const store = createMemoryStore();
  await store.start([{ log: { topic, partition: 0 }, next: 4n }]);
  const unread = { ...store, position: async () => undefined };

  await firstPositions(cluster, unread, [topic], `${topic}-2`, 'earliest');

  expect([...(await store.epochs([topic]))]).toEqual([[`${topic}/0`, { epoch: 1, reached: 0n }]]);
});

async function aClusterWithRecords() {
  const topic = await aTopic();
  await produce(
    topic,
    [1_000, 2_000, 3_000].map((ms) => ({ value: 'x', timestamp: String(ms) })),
  );
  const brokers = servers().brokers.split(',');
  const cluster = await connectCluster(aKafka(), brokers);
  onTestFinished(() => cluster.close());
  return { cluster, topic };
}
