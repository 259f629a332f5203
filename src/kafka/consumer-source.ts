import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { MonitorError } from '../errors.ts';
import type { Link } from '../health.ts';
import { logKey } from '../log-key.ts';
import type { BatchHandler, EventSource } from '../ports.ts';
import { indexOfOffset } from '../raw-records.ts';
import type { LogId, RawBatch } from '../types.ts';
import { assignPartitions, type PartitionsOf } from './assign-partitions.ts';
import { reasonOf } from './kafka-fault.ts';
import { packedRecords, packFetches } from './packed/pack-fetches.ts';

export type ConsumerOptions = {
  readonly kafka: Kafka;
  readonly group: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly partitionsOf: PartitionsOf;
  /** Hears the cause, as a part of a sentence, of a link that is down. */
  readonly onLink: (state: Link['state'], cause: string | null) => void;
};

/** Bytes of one fetch, in all and per partition: large enough for speed, small enough for the memory of a member. */
export const fetchSettings = {
  maxBytes: 4 * 1024 * 1024,
  maxBytesPerPartition: 4 * 1024 * 1024,
  maxWaitTimeInMs: 500,
};

/** A member of a consumer group, by kafkajs. Positions are the handler's: nothing is committed on its own. */
export function createConsumerSource(options: ConsumerOptions): EventSource {
  const { group, topics, sessionTimeoutMs, partitionsOf, onLink } = options;
  const kafka = packFetches(options.kafka);
  let running: Consumer | undefined;
  /** Ends the consumer that runs, so that another takes its place. */
  let renew = (): void => {};
  /** When the client gave up last, and delivered nothing since. */
  let gaveUpAt: number | undefined;

  async function run(handler: BatchHandler, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const consumer = createConsumer();
      try {
        await consume(consumer, handler, signal);
      } finally {
        running = undefined;
        await disconnect(consumer);
      }
      if (!signal.aborted) await sleep(1_000, undefined, { signal }).catch(() => {}); // only an abort rejects
    }
  }

  /** What the client will not try again by itself (a right taken away, a fault of its own) is tried once more. */
  function giveUp(error: Error): MonitorError | undefined {
    const soonAfter = gaveUpAt !== undefined && performance.now() - gaveUpAt < soonMs;
    gaveUpAt = performance.now();
    if (!soonAfter) return undefined;
    return new MonitorError(
      'KAFKA_FAILED',
      `The Kafka client gave up: ${reasonOf(error)}.`,
      'What was read is stored. Check the rights of this client on its topics and group, then start again.',
      { cause: error },
    );
  }

  function createConsumer(): Consumer {
    return kafka.consumer({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: sessionTimeoutMs / 5,
      rebalanceTimeout: Math.max(sessionTimeoutMs, 10_000),
      allowAutoTopicCreation: false,
      metadataMaxAge: 60_000,
      partitionAssigners: [assignPartitions(partitionsOf)],
      ...fetchSettings,
    });
  }

  /** Resolves when the signal aborts or the client gave up; rejects when the handler did. */
  async function consume(consumer: Consumer, handler: BatchHandler, signal: AbortSignal): Promise<void> {
    const end = Promise.withResolvers<void>();
    end.promise.catch(() => {}); // it may reject while the client still connects; it is awaited after that
    const { events } = consumer;
    consumer.on(events.GROUP_JOIN, ({ payload }) => {
      onLink('up', null);
      const logs = logsOf(payload.memberAssignment);
      consumer.resume(topics.map((topic) => ({ topic })));
      const offsets = handler.assigned(logs);
      // Sought here, in the listener, the offsets take effect before the first fetch of the new assignment.
      for (const log of logs) {
        const offset = offsets.get(logKey(log));
        if (offset !== undefined) consumer.seek({ ...log, offset: String(offset) });
      }
    });
    consumer.on(events.HEARTBEAT, () => onLink('up', null));
    consumer.on(events.CRASH, ({ payload }) => {
      onLink('down', reasonOf(payload.error));
      if (payload.restart) return;
      const failure = giveUp(payload.error);
      if (failure === undefined) end.resolve();
      else end.reject(failure);
    });

    const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
      gaveUpAt = undefined;
      try {
        await deliver(consumer, handler, payload);
      } catch (error) {
        // The client's own errors (a rebalance seen by a heartbeat) tell it to join again; ours end the run.
        if (isClientError(error)) throw error;
        end.reject(error);
      }
    };

    const onAbort = () => end.resolve();
    renew = onAbort;
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });
      running = consumer;
      if (signal.aborted) end.resolve();
      await end.promise;
    } catch (error) {
      if (!isClientError(error)) throw error;
      onLink('down', reasonOf(error));
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async function commit(positions: ReadonlyMap<string, { readonly log: LogId; readonly next: bigint }>) {
    if (running === undefined) throw new Error('Not a member of the group just now.');
    await running.commitOffsets(
      [...positions.values()].map(({ log, next }) => ({ ...log, offset: String(next) })),
    );
  }

  function seek(log: LogId, offset: bigint): void {
    running?.seek({ ...log, offset: String(offset) });
  }

  return { run, commit, seek, renew: () => renew() };
}

/** A client whose fetching hangs never ends by itself; the group forgets it when its session ends. */
async function disconnect(consumer: Consumer): Promise<void> {
  const late = new AbortController();
  const gone = consumer.disconnect().catch(() => {});
  await Promise.race([gone, sleep(disconnectMs, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
}

const disconnectMs = 3_000;
/** A client that gives up again within this time will not mend. */
const soonMs = 60_000;

async function deliver(consumer: Consumer, handler: BatchHandler, payload: EachBatchPayload): Promise<void> {
  const { batch, heartbeat, resolveOffset } = payload;
  const log = { topic: batch.topic, partition: batch.partition };
  await handler.onBatch(toRawBatch(batch), {
    heartbeat,
    seek: (offset) => consumer.seek({ ...log, offset: String(offset) }),
    stop: () => consumer.pause([{ topic: log.topic, partitions: [log.partition] }]),
  });
  if (!payload.isStale()) resolveOffset(batch.lastOffset());
}

function toRawBatch(batch: Batch): RawBatch {
  const from = BigInt(fetchedOffset(batch));
  const records = packedRecords(batch);
  return {
    log: { topic: batch.topic, partition: batch.partition },
    from,
    next: BigInt(batch.lastOffset()) + 1n,
    end: BigInt(batch.highWatermark),
    records: records.slice(indexOfOffset(records, from)), // brokers send whole batches
  };
}

/** The offset that was asked for: kafkajs keeps it on the batch, but not in its types. */
function fetchedOffset(batch: Batch): string {
  if ('fetchedOffset' in batch && typeof batch.fetchedOffset === 'string') return batch.fetchedOffset;
  return batch.firstOffset() ?? batch.lastOffset();
}

function logsOf(assignment: { readonly [topic: string]: readonly number[] }): readonly LogId[] {
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}

function isClientError(error: unknown): error is Error {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}
