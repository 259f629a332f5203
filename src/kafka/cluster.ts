import type { Admin, Kafka } from 'kafkajs';
import { logKey } from '../log-key.ts';
import type { LogId } from '../types.ts';
import { toKafkaError } from './kafka-fault.ts';

/** First and next offset of a log; `low` grows as retention deletes records. */
export type LogRange = { readonly log: LogId; readonly low: bigint; readonly high: bigint };

/**
 * What the monitor asks of a cluster besides records.
 *
 * Every method rejects with MonitorError `KAFKA_UNREACHABLE` when no broker can answer now (a coordinator that is still
 * loading counts as well), and `KAFKA_FAILED` when it never will (a certificate, a login, a missing right).
 */
export type Cluster = {
  id(): Promise<string>;
  brokers(): Promise<readonly { readonly host: string; readonly port: number }[]>;
  topics(): Promise<readonly string[]>;
  /** Ranges of all partitions of the topics, keyed by `logKey`. */
  ranges(topics: readonly string[]): Promise<ReadonlyMap<string, LogRange>>;
  /** First offsets whose record is not older than `ms`; the end where there is none. */
  offsetsAt(topic: string, ms: number): Promise<ReadonlyMap<string, bigint>>;
  /** Offsets the group committed, keyed by `logKey`; a partition without one is left out. */
  committed(group: string, topics: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
  close(): Promise<void>;
};

/**
 * Connects to the cluster once.
 *
 * @throws MonitorError `KAFKA_UNREACHABLE` when no broker answers, `KAFKA_FAILED` when it refuses us or we it.
 */
export async function connectCluster(kafka: Kafka, brokers: readonly string[]): Promise<Cluster> {
  const admin = kafka.admin();
  try {
    await admin.connect();
  } catch (error) {
    await admin.disconnect().catch(() => {});
    throw toKafkaError(error, brokers);
  }
  return clusterOf(admin, brokers);
}

function clusterOf(admin: Admin, brokers: readonly string[]): Cluster {
  const ask = async <T>(question: Promise<T>): Promise<T> => {
    try {
      return await question;
    } catch (error) {
      throw toKafkaError(error, brokers);
    }
  };
  return {
    id: async () => (await ask(admin.describeCluster())).clusterId,
    brokers: async () => (await ask(admin.describeCluster())).brokers,
    topics: () => ask(admin.listTopics()),
    ranges: async (topics) => {
      const found = await Promise.all(
        topics.map(async (topic) => rangesOf(topic, await ask(admin.fetchTopicOffsets(topic)))),
      );
      return new Map(found.flat().map((range) => [logKey(range.log), range]));
    },
    offsetsAt: async (topic, ms) => {
      const offsets = await ask(admin.fetchTopicOffsetsByTimestamp(topic, ms));
      return new Map(offsets.map(({ partition, offset }) => [logKey({ topic, partition }), BigInt(offset)]));
    },
    committed: async (group, topics) => {
      const found = await ask(admin.fetchOffsets({ groupId: group, topics: [...topics] }));
      const offsets = found.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => [logKey({ topic, partition }), BigInt(offset)] as const),
      );
      return new Map(offsets.filter(([, offset]) => offset >= 0n));
    },
    close: () => admin.disconnect(),
  };
}

function rangesOf(
  topic: string,
  offsets: readonly { readonly partition: number; readonly low: string; readonly high: string }[],
): readonly LogRange[] {
  return offsets.map(({ partition, low, high }) => ({
    log: { topic, partition },
    low: BigInt(low),
    high: BigInt(high),
  }));
}
