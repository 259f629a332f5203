import kafkajs, { type Kafka } from 'kafkajs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Servers, startServers } from '../../demo-stack/infra/start-servers.ts';
import { type OffsetRange, readRanges } from '../../src/kafka/read-ranges.ts';
import type { RawBatch } from '../../src/types.ts';
import { aKafka, aTopic, deleteBelow, groups, produce } from '../support/a-topic.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

/** A broker that the tests may take away. */
let own: Servers;

beforeAll(async () => {
  own = await startServers({ wanted: ['kafka'], env: {} });
});
afterAll(() => own?.stop());
afterEach(() => void vi.useRealTimers());

const never = new AbortController().signal;
/** A busy machine takes long to start a broker. */
const restartMs = 60_000;

test('reads each range in turn, cut to its offsets, of packed batches too', async () => {
  const topic = await aTopic(2);
  const producer = aKafka().producer();
  await producer.connect();
  const messages = Array.from({ length: 20 }, (_, n) => ({ value: `value ${n}`, partition: n % 2 }));
  await producer.send({ topic, messages, compression: kafkajs.CompressionTypes.GZIP });
  await producer.disconnect();

  const batches = await read([
    { log: { topic, partition: 1 }, from: 7n, to: 9n },
    { log: { topic, partition: 0 }, from: 2n, to: 2n },
    { log: { topic, partition: 1 }, from: 0n, to: 1n },
    { log: { topic, partition: 0 }, from: 9n, to: 10n },
  ]);

  expect(batches.map(shape)).toEqual([
    { partition: 1, from: 7n, next: 9n, end: 10n, values: ['value 15', 'value 17'] },
    { partition: 1, from: 0n, next: 1n, end: 10n, values: ['value 1'] },
    { partition: 0, from: 9n, next: 10n, end: 10n, values: ['value 18'] },
  ]);
});

test('joins no group, so it needs no right to one and may be as slow as its reader', async () => {
  const topic = await aTopic();
  await produce(topic, ['one']);
  const before = await groups();
  let meanwhile: readonly string[] = [];

  await readRanges(
    ...from(aKafka(), servers().brokers),
    [{ log: { topic, partition: 0 }, from: 0n, to: 1n }],
    async () => {
      meanwhile = await groups();
    },
    never,
  );

  expect(meanwhile).toEqual(before);
});

test('leaves out transactions that were given up, and counts their offsets and all markers as read', async () => {
  const topic = await aTopic();
  const producer = aKafka().producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (const end of ['commit', 'abort', 'commit', 'abort'] as const) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: end }] });
    await transaction[end]();
  }
  await producer.disconnect();
  const log = { topic, partition: 0 };

  const batches = await read([
    { log, from: 0n, to: 8n },
    { log, from: 6n, to: 8n },
  ]);

  expect(batches.flatMap((batch) => shape(batch).values)).toEqual(['commit', 'commit']);
  expect(batches.map(({ from, next }) => [from, next])).toEqual([
    [0n, 8n],
    [6n, 8n],
  ]);
});

test("ends where a transaction is still open, whose records are nobody's yet", async () => {
  const topic = await aTopic();
  await produce(topic, ['done']);
  const producer = aKafka().producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: [{ value: 'open' }] });

  const batches = await read([{ log: { topic, partition: 0 }, from: 0n, to: 2n }]);
  await transaction.abort();
  await producer.disconnect();

  expect(batches.flatMap((batch) => shape(batch).values)).toEqual(['done']);
});

test('goes on with what is left where retention has deleted the beginning', async () => {
  const topic = await aTopic();
  await produce(topic, ['0', '1', '2', '3']);
  await deleteBelow(topic, '2');

  const batches = await read([{ log: { topic, partition: 0 }, from: 1n, to: 4n }]);

  expect(batches.map(shape)).toEqual([{ partition: 0, from: 1n, next: 4n, end: 4n, values: ['2', '3'] }]);
});

test('says that a log ends before the range', async () => {
  const topic = await aTopic();
  await produce(topic, ['0']);

  const reading = read([{ log: { topic, partition: 0 }, from: 4n, to: 9n }]);

  await expect(reading).rejects.toMatchObject({
    code: 'KAFKA_FAILED',
    message: `${topic}/0 ends at offset 1, before the offset 4 that was to be read.`,
  });
});

test('takes no broker that is away for the end of a range, and says at last that none answers', {
  timeout: restartMs,
}, async () => {
  const log = await aLongLog();
  vi.useFakeTimers({ toFake: ['performance'] });
  let records = 0;
  let ended = false;

  const reading = readRanges(
    ...from(aKafka(own.brokers), own.brokers),
    [{ log, from: 0n, to: 100n }],
    async (batch) => {
      records += batch.records.length;
      await own.controls.kafka?.stop();
    },
    never,
  ).finally(() => {
    ended = true;
  });
  const patience = waitFor('the end', () => {
    vi.advanceTimersByTime(1_000);
    return ended;
  });
  const [outcome] = await Promise.allSettled([reading, patience]);
  await own.controls.kafka?.start();

  expect(records).toBeLessThan(100);
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'KAFKA_UNREACHABLE' } });
});

test('goes on where it was when the broker is back', { timeout: restartMs }, async () => {
  const log = await aLongLog();
  const offsets: bigint[] = [];

  await readRanges(
    ...from(aKafka(own.brokers), own.brokers),
    [{ log, from: 0n, to: 100n }],
    async ({ records }) => {
      if (offsets.length === 0) {
        await own.controls.kafka?.stop();
        void own.controls.kafka?.start();
      }
      for (let i = 0; i < records.length; i++) offsets.push(records.offset(i));
    },
    never,
  );

  expect(offsets).toEqual(Array.from({ length: 100 }, (_, n) => BigInt(n)));
});

test('ends at once when it is not wanted any more, although the broker does not answer', async () => {
  const log = await aLongLog();
  const ending = new AbortController();
  let batches = 0;

  await own.controls.kafka?.pause();
  const reading = readRanges(
    ...from(aKafka(own.brokers), own.brokers),
    [{ log, from: 0n, to: 100n }],
    async () => {
      batches += 1;
    },
    ending.signal,
  );
  ending.abort();
  await reading;
  await own.controls.kafka?.resume();

  expect(batches).toBe(0);
});

/** A hundred records, of which one answer of the broker holds ten. */
async function aLongLog() {
  const kafka = aKafka(own.brokers);
  const topic = await aTopic(1, {}, kafka);
  const producer = kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: 10 }, () => ({ value: 'x'.repeat(120_000) }));
  for (let batch = 0; batch < 10; batch++) await producer.send({ topic, messages });
  await producer.disconnect();
  return { topic, partition: 0 };
}

function from(kafka: Kafka, brokers: string) {
  return [kafka, brokers.split(',')] as const;
}

async function read(ranges: readonly OffsetRange[]): Promise<readonly RawBatch[]> {
  const batches: RawBatch[] = [];
  await readRanges(
    ...from(aKafka(), servers().brokers),
    ranges,
    async (batch) => void batches.push(batch),
    never,
  );
  return batches;
}

function shape({ log, from, next, end, records }: RawBatch) {
  const values = Array.from({ length: records.length }, (_, i) => String(records.record(i).value));
  return { partition: log.partition, from, next, end, values };
}
