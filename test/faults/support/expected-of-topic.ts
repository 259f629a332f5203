import { randomBytes } from 'node:crypto';
import { connectCluster } from '../../../src/kafka/cluster.ts';
import { isKept } from '../../../src/severity-counts.ts';
import type { FaultWorld } from './fault-world.ts';
import type { Expected } from './judge.ts';

/**
 * What must be stored of a topic as it stands in Kafka, read by a plain consumer: after a broker's death a writer can't
 * say for sure which of its records are there, or there twice.
 */
export async function expectedOfTopic({ kafka, brokers, topic }: FaultWorld): Promise<Expected> {
  const cluster = await connectCluster(kafka, [brokers]);
  const ranges = await cluster.ranges([topic]).finally(() => cluster.close());
  const missing = new Map([...ranges.values()].map(({ log, high }) => [log.partition, high]));
  for (const [partition, high] of missing) if (high === 0n) missing.delete(partition);
  const coordinates: string[] = [];
  let events = 0;
  const done = Promise.withResolvers<void>();
  const consumer = kafka.consumer({ groupId: `expected-${randomBytes(6).toString('hex')}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { partition, messages } }) => {
        for (const { offset, value } of messages) {
          events += 1;
          const { level } = JSON.parse(String(value));
          if (isKept(level)) coordinates.push(`${topic}/${partition}/${offset}`);
          if (BigInt(offset) + 1n === missing.get(partition)) missing.delete(partition);
        }
        if (missing.size === 0) done.resolve();
      },
    });
    await done.promise;
  } finally {
    await consumer.disconnect();
  }
  return { coordinates: coordinates.toSorted(), events };
}
