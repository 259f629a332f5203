import type { Kafka } from 'kafkajs';
import { MonitorError } from '../errors.ts';
import type { LogId } from '../types.ts';
import { reasonOf } from './kafka-fault.ts';

/** A process in a consumer group. */
export type GroupMember = { readonly clientId: string; readonly host: string };

/** What a rewind asks of a group. Every method rejects with MonitorError `KAFKA_FAILED` when it can't be done. */
export type GroupOffsets = {
  members(group: string): Promise<readonly GroupMember[]>;
  /** Sets committed offsets of a group without members. */
  move(group: string, offsets: readonly { readonly log: LogId; readonly next: bigint }[]): Promise<void>;
  close(): Promise<void>;
};

/** @throws MonitorError `KAFKA_FAILED` when no broker can be reached. */
export async function connectGroupOffsets(kafka: Kafka): Promise<GroupOffsets> {
  const admin = kafka.admin();
  await attempt('connect', admin.connect());
  return {
    members: async (group) => {
      const { groups } = await attempt('describe the group', admin.describeGroups([group]));
      return groups.flatMap(({ members }) =>
        members.map(({ clientId, clientHost }) => ({ clientId, host: clientHost.replace(/^\//, '') })),
      );
    },
    move: (group, offsets) => attempt('set the offsets', commitAsOnlyMember(kafka, group, offsets)),
    close: () => admin.disconnect(),
  };
}

/**
 * Joins the group, commits, and leaves. Kafka gives all partitions to an only member, so one that is missing tells of
 * another. (The client's own `setOffsets` does the same, but waits for a fetch of five seconds, topic after topic.)
 */
async function commitAsOnlyMember(
  kafka: Kafka,
  group: string,
  offsets: readonly { readonly log: LogId; readonly next: bigint }[],
): Promise<void> {
  const topics = [...new Set(offsets.map(({ log }) => log.topic))];
  const consumer = kafka.consumer({ groupId: group, allowAutoTopicCreation: false, maxWaitTimeInMs: 100 });
  const joined = Promise.withResolvers<void>();
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    consumer.pause(topics.map((topic) => ({ topic })));
    const mine = offsets.every(({ log }) => payload.memberAssignment[log.topic]?.includes(log.partition));
    if (mine) joined.resolve();
    else joined.reject(new Error('another member has joined meanwhile'));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => joined.reject(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} });
    await joined.promise;
    await consumer.commitOffsets(offsets.map(({ log, next }) => ({ ...log, offset: String(next) })));
  } finally {
    await consumer.disconnect().catch(() => {});
  }
}

async function attempt<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new MonitorError(
      'KAFKA_FAILED',
      `Kafka could not ${what}: ${reason}.`,
      'Nothing was moved. Check --brokers and the rights of this client, and try again.',
      { cause },
    );
  }
}
