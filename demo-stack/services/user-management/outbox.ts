import type { Kafka, TopicMessages } from 'kafkajs';
import type { Logger } from '../../instrumentation/create-logger.ts';
import type { Pool } from '../shared/database.ts';
import { messageOf } from '../shared/message-of.ts';
import { repeat } from '../shared/repeat.ts';

type Row = {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly value: unknown;
  readonly traceparent: string | null;
};

const everyMs = 200;
const batch = 100;

/**
 * Publishes what stands in the outbox, in order, until `signal` aborts. What Kafka did not take stays there.
 *
 * An event can come twice, when this ends between Kafka's answer and the COMMIT; each has an id of its own for that.
 */
export async function relayOutbox(
  database: Pool,
  kafka: Kafka,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 1 } });
  let isConnected = false;
  let isFailing = false;

  const relay = async () => {
    const client = await database.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<Row>(
        'SELECT * FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED', // primary key
        [batch],
      );
      if (rows.length > 0) {
        if (!isConnected) await producer.connect();
        isConnected = true;
        await producer.sendBatch({ acks: -1, topicMessages: toMessages(rows) });
        await client.query('DELETE FROM outbox WHERE id = ANY($1)', [rows.map(({ id }) => id)]);
      }
      await client.query('COMMIT');
      client.release();
    } catch (error) {
      client.release(true); // closed, so that PostgreSQL rolls back
      throw error;
    }
  };

  await repeat(
    async () => {
      try {
        await relay();
        if (isFailing) log.info('Events are published again');
        isFailing = false;
      } catch (error) {
        const reason = messageOf(error);
        if (!isFailing) log.error(error, `Events wait in the outbox: ${reason}`);
        isFailing = true;
      }
    },
    everyMs,
    signal,
  );
  await producer.disconnect().catch(() => {}); // what was taken is taken
}

function toMessages(rows: readonly Row[]): TopicMessages[] {
  return [...Map.groupBy(rows, ({ topic }) => topic)].map(([topic, group]) => ({
    topic,
    messages: group.map(({ key, value, traceparent }) => ({
      key,
      value: JSON.stringify(value),
      headers: traceparent === null ? {} : { traceparent },
    })),
  }));
}
