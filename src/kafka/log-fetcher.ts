import type { Kafka } from 'kafkajs';
import { MonitorError } from '../errors.ts';
import { logKey } from '../log-key.ts';
import { indexOfOffset } from '../raw-records.ts';
import type { LogId, RawBatch, RawRecord } from '../types.ts';
import { clusterMaker } from './cluster-maker.ts';
import { toKafkaError } from './kafka-fault.ts';
import { packedRecords, packFetches } from './packed/pack-fetches.ts';

/**
 * Reads logs by plain fetch requests, so that no group is joined, not even one of our own: a group costs the rebalance
 * delay of the broker (3 s by default) and a right that few are given, and it forgets a reader that is slow.
 *
 * Every method but `close` rejects with what the client throws, for `toLogError`, or with a MonitorError.
 */
export type LogFetcher = {
  /** What the log holds: offsets `[low, high)`. */
  edges(log: LogId): Promise<{ readonly low: bigint; readonly high: bigint }>;
  /**
   * What the broker answers at `offset`; where retention has passed it, what is left after it.
   *
   * @returns undefined where nothing is to be read up to the end: compacted, or in a transaction that is still open.
   * @throws MonitorError `KAFKA_FAILED` when the log ends before `offset`.
   */
  fetch(log: LogId, offset: bigint): Promise<RawBatch | undefined>;
  /** Learns anew which brokers there are and which logs they lead, as is needed after a failure. */
  refresh(): Promise<void>;
  close(): void;
};

/** Whether the records of transactions that were given up are read; those of open ones go with them. */
export const isolation = { readUncommitted: 0, readCommitted: 1 } as const;

/** Bytes of one answer; a larger batch of records comes whole. */
const maxBytes = 1024 * 1024;
const maxWaitMs = 100;
/** A broker that gets records from remote storage answers without them while they are on their way. */
const emptyAnswers = 10;

export function createLogFetcher(
  kafka: Kafka,
  isolationLevel: (typeof isolation)[keyof typeof isolation],
): LogFetcher {
  const cluster = clusterMaker<FetchCluster>(packFetches(kafka))({
    ...{ allowAutoTopicCreation: false, isolationLevel, metadataMaxAge: 300_000 },
  });

  async function leaderOf(log: LogId): Promise<FetchBroker> {
    await cluster.connect();
    await cluster.addTargetTopic(log.topic);
    const [nodeId] = Object.keys(cluster.findLeaderForPartitions(log.topic, [log.partition]));
    if (nodeId === undefined) throw unknownLog(log, undefined);
    return await cluster.findBroker({ nodeId });
  }

  async function edge({ topic, partition }: LogId, fromBeginning: boolean): Promise<bigint> {
    const [found] = await cluster.fetchTopicsOffset([{ topic, fromBeginning, partitions: [{ partition }] }]);
    return BigInt(found?.partitions[0]?.offset ?? 0);
  }

  async function edges(log: LogId) {
    await leaderOf(log);
    return { low: await edge(log, true), high: await edge(log, false) };
  }

  async function fetch(log: LogId, offset: bigint): Promise<RawBatch | undefined> {
    const broker = await leaderOf(log);
    try {
      return await answerAt(broker, log, offset);
    } catch (error) {
      if (!isOutOfRange(error)) throw error;
      const { low, high } = await edges(log);
      if (low <= offset) throw endsBefore(log, offset, high, error);
      const batch = await answerAt(broker, log, low);
      return batch && { ...batch, from: offset };
    }
  }

  async function answerAt(broker: FetchBroker, log: LogId, offset: bigint): Promise<RawBatch | undefined> {
    const { topic, partition } = log;
    const partitions = [{ partition, fetchOffset: String(offset), maxBytes }];
    for (let empty = 0; empty < emptyAnswers; ) {
      const { responses } = await broker.fetch({
        ...{ replicaId: -1, isolationLevel, maxWaitTime: maxWaitMs, minBytes: 1, maxBytes },
        topics: [{ topic, partitions }],
      });
      const answer = responses[0]?.partitions[0];
      // Above a quota the answer leaves the log out; the client asks again only after the time that the broker named.
      if (answer === undefined) continue;
      const batch = batchOf(log, offset, answer);
      if (batch !== undefined) return batch;
      empty += 1;
    }
    return undefined;
  }

  return {
    edges,
    fetch,
    refresh: () => cluster.refreshMetadata(),
    close: () => void cluster.disconnect().catch(() => {}), // nothing hangs on how a connection ends
  };
}

function batchOf(log: LogId, from: bigint, answer: FetchedPartition): RawBatch | undefined {
  const { messages, abortedTransactions, highWatermark } = answer;
  if (abortedTransactions && abortedTransactions.length > 0) throw tooOld(log);
  const last = messages.at(-1);
  if (last === undefined) return undefined;
  const records = packedRecords({ messages: messages.filter(({ isControlRecord }) => !isControlRecord) });
  return {
    ...{ log, from, next: BigInt(last.offset) + 1n, end: BigInt(highWatermark) },
    records: records.slice(indexOfOffset(records, from)), // brokers send whole batches
  };
}

/** What a fetcher threw as an error that says what to do: `TOPIC_UNKNOWN`, `KAFKA_FAILED` or `KAFKA_UNREACHABLE`. */
export function toLogError(error: unknown, log: LogId, brokers: readonly string[]): MonitorError {
  return isUnknown(error) ? unknownLog(log, error) : toKafkaError(error, brokers);
}

function isUnknown(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'UNKNOWN_TOPIC_OR_PARTITION';
}

function isOutOfRange(error: unknown): boolean {
  return error instanceof Error && error.name === 'KafkaJSOffsetOutOfRange';
}

function unknownLog(log: LogId, cause: unknown): MonitorError {
  return new MonitorError(
    'TOPIC_UNKNOWN',
    `Kafka has no ${logKey(log)}.`,
    'The topic was deleted or has another name, or the brokers are those of another cluster.',
    { cause },
  );
}

function endsBefore(log: LogId, offset: bigint, high: bigint, cause: unknown): MonitorError {
  return new MonitorError(
    'KAFKA_FAILED',
    `${logKey(log)} ends at offset ${high}, before the offset ${offset} that was to be read.`,
    'The topic was made anew, or lost its newest records. Run it again for what is there now.',
    { cause },
  );
}

/** Packing takes such records out of an answer, but packs only what Kafka 2.3 and later send. */
function tooOld(log: LogId): MonitorError {
  return new MonitorError(
    'KAFKA_FAILED',
    `${logKey(log)} has records of transactions that were given up, sent in a form from before Kafka 2.3.`,
    'Only watch reads such a log.',
  );
}

/** The part of kafkajs's cluster that plain fetching needs. */
type FetchCluster = {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
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
  /** Only from brokers whose answers are not packed; there also null. */
  readonly abortedTransactions?: readonly object[] | null;
  readonly messages: readonly (RawRecord & { readonly isControlRecord?: boolean })[];
};
