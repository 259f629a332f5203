import kafkajs, { type Batch, type CompressionTypes, type Kafka, type Message } from 'kafkajs';
import { expect, test } from 'vitest';
import { packedRecords, packFetches } from '../../src/kafka/packed/pack-fetches.ts';
import type { RawRecord } from '../../src/types.ts';
import { aKafka, aTopic } from '../support/a-topic.ts';

const { None, GZIP, Snappy, LZ4, ZSTD } = kafkajs.CompressionTypes;

const messages: readonly Message[] = Array.from({ length: 300 }, (_, i) => ({
  key: i % 3 === 0 ? null : `key ${i}`,
  value: i % 50 === 7 ? null : `värde ${i} ${'x'.repeat(i)}`,
  timestamp: String(1_795_428_902_000 + i),
  ...(i % 4 === 0 ? { headers: { service: `s${i}`, twice: ['a', 'b'] } } : {}),
}));

test.for<[string, CompressionTypes]>([
  ['not', None],
  ['by gzip', GZIP],
  ['by snappy', Snappy],
  ['by lz4', LZ4],
  ['by zstd', ZSTD],
])('reads the same records as the client itself, packed %s', async ([, compression]) => {
  const topic = await aTopic();
  await send(topic, compression);

  const packed = await readAll(packFetches(aKafka()), topic, 600);
  const plain = await readAll(aKafka(), topic, 600);

  expect(packed).toEqual(plain);
  expect(packed.map(({ offset }) => offset)).toEqual(Array.from({ length: 600 }, (_, i) => BigInt(i)));
});

test('shows only what transactions committed, and goes on behind their markers', async () => {
  const topic = await aTopic();
  const producer = aKafka().producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  for (const [value, keep] of [
    ['one', true],
    ['two', false],
    ['three', true],
  ] as const) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value }] });
    await (keep ? transaction.commit() : transaction.abort());
  }
  await producer.disconnect();

  const records = await readAll(packFetches(aKafka()), topic, 2);

  expect(records.map(({ offset, value }) => [offset, String(value)])).toEqual([
    [0n, 'one'],
    [4n, 'three'],
  ]);
});

async function send(topic: string, compression: CompressionTypes): Promise<void> {
  const producer = aKafka().producer();
  await producer.connect();
  for (let turn = 0; turn < 2; turn++) await producer.send({ topic, compression, messages: [...messages] });
  await producer.disconnect();
}

/** Reads a log of one partition from its start, by small fetches. */
async function readAll(kafka: Kafka, topic: string, count: number): Promise<readonly RawRecord[]> {
  const consumer = kafka.consumer({
    groupId: `read-${topic}`,
    maxBytesPerPartition: 20_000,
    maxWaitTimeInMs: 50,
  });
  const found: RawRecord[] = [];
  const done = Promise.withResolvers<void>();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      found.push(...recordsIn(batch));
      if (found.length >= count) done.resolve();
    },
  });
  await done.promise;
  await consumer.disconnect();
  return found;
}

function recordsIn(batch: Batch): readonly RawRecord[] {
  const records = packedRecords(batch);
  return Array.from({ length: records.length }, (_, index) => records.record(index)).map(
    ({ offset, timestamp, value, headers }) => ({
      offset: BigInt(offset),
      timestamp: Number(timestamp),
      value,
      headers: headers ?? {},
    }),
  );
}
