import { randomBytes } from 'node:crypto';
import type { Kafka, Message } from 'kafkajs';
import { createKafka } from '../../src/kafka/client.ts';
import { servers } from './servers.ts';
import { waitFor } from './wait-for.ts';

/** A client of the run's Kafka, or of another. */
export function aKafka(brokers: string = servers().brokers): Kafka {
  return createKafka({ brokers: brokers.split(','), clientId: 'test' });
}

/**
 * Creates a topic for one test and answers its name. It goes with the server.
 *
 * @param config - Topic settings, for example `{ 'cleanup.policy': 'compact' }`.
 */
export async function aTopic(
  partitions = 1,
  config: { readonly [name: string]: string } = {},
  kafka: Kafka = aKafka(),
): Promise<string> {
  const topic = `topic-${randomBytes(6).toString('hex')}`;
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, configEntries }],
      waitForLeaders: false, // the client gives up after a moment, and a busy broker takes longer
    });
    // Only leaders that answer take every record once: a send that one of them refuses is sent again to all.
    await waitFor('the leaders', () =>
      admin.fetchTopicOffsets(topic).then(
        () => true,
        () => false,
      ),
    );
  } finally {
    await admin.disconnect();
  }
  return topic;
}

/** Writes messages to a topic, in order, and waits until the broker has them. A text is a message's value. */
export async function produce(topic: string, messages: readonly (string | Message)[]): Promise<void> {
  const producer = aKafka().producer();
  await producer.connect();
  try {
    await producer.send({
      topic,
      messages: messages.map((each) => (typeof each === 'string' ? { value: each } : each)),
    });
  } finally {
    await producer.disconnect();
  }
}

/** Deletes the records of the first partition below an offset, as retention does. */
export async function deleteBelow(topic: string, offset: string): Promise<void> {
  const admin = aKafka().admin();
  await admin.connect();
  await admin.fetchTopicMetadata({ topics: [topic] }); // the client deletes only in topics that it knows
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] });
  await admin.disconnect();
}

/** Deletes a topic and makes an empty one of the same name. */
export async function makeAnew(topic: string, numPartitions: number): Promise<void> {
  const admin = aKafka().admin();
  await admin.connect();
  try {
    await admin.deleteTopics({ topics: [topic] });
    await waitFor('the topic to be gone', async () => !(await admin.listTopics()).includes(topic));
    const topics = [{ topic, numPartitions }];
    await waitFor('the new topic', async () => {
      await admin.createTopics({ topics }).catch(() => {}); // the old one's files may still go
      return (await admin.listTopics()).includes(topic);
    });
  } finally {
    await admin.disconnect();
  }
}

/** Names of all groups that the broker knows, in order. */
export async function groups(): Promise<readonly string[]> {
  const admin = aKafka().admin();
  await admin.connect();
  const list = await admin.listGroups();
  await admin.disconnect();
  return list.groups.map(({ groupId }) => groupId).sort();
}
