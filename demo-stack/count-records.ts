import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Kafka } from 'kafkajs';
import { topics } from './traffic/log-record.ts';

/** Records in the services' topics: all of them, and the errors by service. */
export type RecordCounts = { readonly records: number; readonly errors: ReadonlyMap<string, number> };

/** How far the two topics reach, by topic and partition; `undefined` stands for none of it. */
export type Ends = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

export async function endsOf(kafka: Kafka): Promise<Ends> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = new Map<string, ReadonlyMap<number, bigint>>();
    for (const topic of Object.values(topics)) {
      const partitions = await patiently(() => admin.fetchTopicOffsets(topic));
      ends.set(topic, new Map(partitions.map(({ partition, high }) => [partition, BigInt(high)])));
    }
    return ends;
  } finally {
    await admin.disconnect();
  }
}

/** A partition that was just made has no leader for a moment; kafkajs does not ask again by itself then. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof kafkajs.KafkaJSError && error.retriable) || Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

/** Counts, by asking Kafka alone, what was written since `before`. */
export async function countRecords(kafka: Kafka, before: Ends): Promise<RecordCounts> {
  const after = await endsOf(kafka);
  const added = (topic: string) =>
    [...(after.get(topic) ?? [])].map(
      ([partition, end]) => [partition, before.get(topic)?.get(partition) ?? 0n, end] as const,
    );
  const records = Object.values(topics)
    .flatMap(added)
    .reduce((sum, [, from, end]) => sum + Number(end - from), 0);
  return { records, errors: await readErrors(kafka, added(topics.errors)) };
}

type Range = readonly [partition: number, from: bigint, end: bigint];

async function readErrors(kafka: Kafka, ranges: readonly Range[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const left = new Map(
    ranges.filter(([, from, end]) => end > from).map(([partition, , end]) => [partition, end]),
  );
  const consumer = kafka.consumer({ groupId: `demo-count-${process.pid}-${Date.now()}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topics.errors], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        const range = ranges.find(([its]) => its === partition);
        const offset = BigInt(message.offset);
        if (range !== undefined && offset >= range[1] && offset < range[2]) {
          const service = message.key?.toString().split('/')[0] ?? 'unknown';
          counts.set(service, (counts.get(service) ?? 0) + 1);
        }
        if (offset + 1n >= (left.get(partition) ?? 0n)) left.delete(partition);
      },
    });
    while (left.size > 0) await sleep(20);
  } finally {
    await consumer.disconnect();
  }
  return counts;
}
