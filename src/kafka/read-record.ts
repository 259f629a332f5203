import { randomBytes } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { MonitorError } from '../errors.ts';
import { logKey } from '../log-key.ts';
import type { LogId, RawRecord } from '../types.ts';
import { connectCluster } from './cluster.ts';

/**
 * Reads one record without touching any group of the user's: a group of a random name reads it and is gone.
 *
 * @throws MonitorError `TOPIC_UNKNOWN` when the log or the offset does not exist, `KAFKA_UNREACHABLE`.
 */
export async function readRecord(
  kafka: Kafka,
  brokers: readonly string[],
  log: LogId,
  offset: bigint,
  signal: AbortSignal,
): Promise<RawRecord> {
  await assertExists(kafka, brokers, log, offset);
  const groupId = `esm-monitor-explain-${randomBytes(6).toString('hex')}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 100 });
  const found = Promise.withResolvers<RawRecord>();
  const onAbort = () => found.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [log.topic], fromBeginning: true });
    consumer.on(consumer.events.GROUP_JOIN, () => consumer.seek({ ...log, offset: String(offset) }));
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        if (batch.partition !== log.partition) return;
        const record = batch.messages.find((message) => BigInt(message.offset) >= offset);
        if (record !== undefined) found.resolve(record);
      },
    });
    return await found.promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await consumer.disconnect();
    await removeGroup(kafka, groupId);
  }
}

async function assertExists(
  kafka: Kafka,
  brokers: readonly string[],
  log: LogId,
  offset: bigint,
): Promise<void> {
  const cluster = await connectCluster(kafka, brokers);
  try {
    const topics = await cluster.topics();
    const ranges = topics.includes(log.topic) ? await cluster.ranges([log.topic]) : new Map();
    const range = ranges.get(logKey(log));
    if (range !== undefined && offset >= range.low && offset < range.high) return;
    throw new MonitorError(
      'TOPIC_UNKNOWN',
      `There is no record at ${logKey(log)}, offset ${offset}.`,
      range === undefined
        ? 'Check --topic and --partition.'
        : `That partition holds the offsets ${range.low} to ${range.high - 1n}.`,
    );
  } finally {
    await cluster.close();
  }
}

async function removeGroup(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.deleteGroups([groupId]);
  } catch {
    // Kafka forgets an empty group by itself.
  } finally {
    await admin.disconnect();
  }
}
