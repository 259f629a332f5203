import { setTimeout as sleep } from 'node:timers/promises';
import { CompressionTypes, type Kafka, type TopicMessages } from 'kafkajs';
import { generateTraffic } from './generate-traffic.ts';
import { type LogRecord, topicOf, topics } from './log-record.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';

const batchMs = 100;

export type SendOptions = {
  readonly scenario: ScenarioName;
  readonly ratePerSecond: number;
  readonly seed: number;
  /** Told of each batch that Kafka has taken. */
  readonly onSent?: (records: readonly LogRecord[]) => void;
};

/** Creates the two topics of the services, unless they exist. */
export async function createLogTopics(kafka: Kafka, partitions: number): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.createTopics({
      topics: Object.values(topics).map((topic) => ({ topic, numPartitions: partitions })),
      waitForLeaders: true,
    });
  } finally {
    await admin.disconnect();
  }
}

/** Writes a scenario's records to Kafka as they come due, ten batches a second, until `signal` aborts. */
export async function sendTraffic(kafka: Kafka, options: SendOptions, signal: AbortSignal): Promise<void> {
  const { scenario, ratePerSecond, seed, onSent } = options;
  const traffic = generateTraffic({
    scenario: scenarios[scenario],
    seed,
    ratePerSecond,
    startMs: Date.now(),
  });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    while (!signal.aborted) {
      const records = traffic.until(Date.now());
      if (records.length > 0) {
        await producer.sendBatch({ topicMessages: toMessages(records), compression: CompressionTypes.GZIP });
        onSent?.(records);
      }
      await sleep(batchMs, undefined, { signal }).catch(() => {}); // only an abort rejects
    }
  } finally {
    await producer.disconnect();
  }
}

/** Keyed by service and host, so that the records of one process stay in order. */
function toMessages(records: readonly LogRecord[]): TopicMessages[] {
  const byTopic = Map.groupBy(records, (record) => topicOf(record.level));
  return [...byTopic].map(([topic, group]) => ({
    topic,
    messages: group.map((record) => ({
      key: `${record.service}/${record.host}`,
      value: JSON.stringify(record),
      timestamp: String(Date.parse(record.timestamp)),
    })),
  }));
}
