import type { Kafka } from 'kafkajs';
import { MonitorError } from '../errors.ts';
import { logKey } from '../log-key.ts';
import type { LogId, RawRecord } from '../types.ts';
import { clusterMaker } from './cluster-maker.ts';
import { toKafkaError } from './kafka-fault.ts';

/** The part of kafkajs's cluster that plain fetching needs. */
type FetchCluster = {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  /** Partitions by the id of the broker that leads them. */
  findLeaderForPartitions(
    topic: string,
    partitions: readonly number[],
  ): { readonly [nodeId: string]: unknown };
  findBroker(broker: { readonly nodeId: string }): Promise<FetchBroker>;
  fetchTopicsOffset(topics: readonly object[]): Promise<
    readonly {
      readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
    }[]
  >;
};

type FetchBroker = {
  fetch(request: object): Promise<{
    readonly responses: readonly { readonly partitions: readonly FetchedPartition[] }[];
  }>;
};

type FetchedPartition = {
  readonly highWatermark: string;
  readonly messages: readonly (RawRecord & { readonly isControlRecord?: boolean })[];
};

/** Bytes of one answer; a larger batch of records comes whole. */
const maxBytes = 1024 * 1024;
const maxWaitMs = 100;
/** Records of transactions that were aborted are shown too: they were written. */
const readUncommitted = 0;
const clusterOptions = {
  allowAutoTopicCreation: false,
  isolationLevel: readUncommitted,
  metadataMaxAge: 300_000,
};

/**
 * Reads the offsets `[from, to)` of one log by plain fetch requests, so that no group is joined, not even one of our
 * own: a group costs the rebalance delay of the broker (3 s by default) and a right that few are given.
 *
 * @returns What the log holds: offsets `[low, high)`.
 * @throws MonitorError `TOPIC_UNKNOWN` or `KAFKA_UNREACHABLE`; the signal's reason when it aborts.
 */
export async function fetchRange(
  kafka: Kafka,
  brokers: readonly string[],
  range: { readonly log: LogId; readonly from: bigint; readonly to: bigint },
  onRecord: (record: RawRecord) => void,
  signal: AbortSignal,
): Promise<{ readonly low: bigint; readonly high: bigint }> {
  signal.throwIfAborted();
  const cluster = clusterMaker<FetchCluster>(kafka)(clusterOptions);
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([fetchAll(cluster, range, onRecord, signal), aborted.promise]);
  } catch (error) {
    if (signal.aborted || error instanceof MonitorError) throw error;
    if (isUnknown(error)) throw unknownLog(range.log, error);
    throw toKafkaError(error, brokers);
  } finally {
    signal.removeEventListener('abort', onAbort);
    void cluster.disconnect().catch(() => {}); // nothing hangs on how a connection ends
  }
}

async function fetchAll(
  cluster: FetchCluster,
  { log, from, to }: { readonly log: LogId; readonly from: bigint; readonly to: bigint },
  onRecord: (record: RawRecord) => void,
  signal: AbortSignal,
): Promise<{ readonly low: bigint; readonly high: bigint }> {
  const { topic, partition } = log;
  await cluster.connect();
  await cluster.addTargetTopic(topic);
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) throw unknownLog(log, undefined);
  const low = await edge(cluster, log, true);
  const high = await edge(cluster, log, false);
  const broker = await cluster.findBroker({ nodeId });
  const end = to < high ? to : high;
  for (let next = from > low ? from : low; next < end && !signal.aborted; ) {
    const partitions = [{ partition, fetchOffset: String(next), maxBytes }];
    const answer = await broker.fetch({
      ...{ replicaId: -1, isolationLevel: readUncommitted, maxWaitTime: maxWaitMs, minBytes: 1, maxBytes },
      topics: [{ topic, partitions }],
    });
    // A batch comes whole, so it may begin before the offset that was asked for.
    const messages = answer.responses[0]?.partitions[0]?.messages ?? [];
    const fresh = messages.filter(({ offset }) => BigInt(offset) >= next);
    const last = fresh.at(-1);
    if (!last) break; // compacted to the end
    for (const record of fresh) {
      if (BigInt(record.offset) < end && !record.isControlRecord) onRecord(record);
    }
    next = BigInt(last.offset) + 1n;
  }
  return { low, high };
}

async function edge(
  cluster: FetchCluster,
  { topic, partition }: LogId,
  fromBeginning: boolean,
): Promise<bigint> {
  const [found] = await cluster.fetchTopicsOffset([{ topic, fromBeginning, partitions: [{ partition }] }]);
  return BigInt(found?.partitions[0]?.offset ?? 0);
}

function isUnknown(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'UNKNOWN_TOPIC_OR_PARTITION';
}

function unknownLog(log: LogId, cause: unknown): MonitorError {
  return new MonitorError(
    'TOPIC_UNKNOWN',
    `Kafka has no ${logKey(log)} any more.`,
    'The topic was deleted, or the brokers are those of another cluster.',
    { cause },
  );
}
