import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Kafka } from 'kafkajs';

const partitions = 6;

/** A Kafka client that keeps its own log to itself: what goes wrong is seen by whoever calls it. */
export function createKafka(service: string, brokers: readonly string[]): Kafka {
  return new kafkajs.Kafka({
    clientId: service,
    brokers: [...brokers],
    connectionTimeout: 2_000,
    requestTimeout: 8_000,
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 3 },
    logLevel: kafkajs.logLevel.NOTHING,
  });
}

/** Makes the topics that are missing; tries until Kafka is there. */
export async function ensureTopics(
  kafka: Kafka,
  topics: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const admin = kafka.admin();
  while (!signal.aborted) {
    try {
      await admin.connect();
      await admin.createTopics({
        topics: topics.map((topic) => ({ topic, numPartitions: partitions })),
        waitForLeaders: true,
      });
      break;
    } catch {
      await sleep(1_000, undefined, { signal }).catch(() => {}); // only an abort rejects
    }
  }
  await admin.disconnect().catch(() => {}); // it is not needed any more
}
