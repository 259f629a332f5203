import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, TopicMessages } from 'kafkajs';
import { createLogBuffer, type Dropped, type LogLine } from './log-buffer.ts';

const errorLevel = 50; // pino's number for ERROR; fatal is above
const retryMs = 500;

export type LogStreamOptions = {
  /** Where records below ERROR go. */
  readonly topic: string;
  /** Where ERROR and above go. */
  readonly errorTopic: string;
  /** Kafka's key: the records of one process stay in order. */
  readonly key: string;
  /** Room for records that Kafka has not taken yet, in characters. 8 million by default. */
  readonly maxChars?: number;
  /** A batch waits this long for company. 100 ms by default. */
  readonly lingerMs?: number;
  /** Told, once Kafka takes records again, how many were given up since the last time it was told. */
  readonly onDropped?: (dropped: Dropped) => void;
};

export type LogStreamStats = {
  readonly shipped: number;
  readonly waiting: number;
  readonly dropped: Dropped;
  /** Whether Kafka took the last batch; `undefined` before there was one. */
  readonly connected: boolean | undefined;
};

/** A destination for pino. Writing never waits and never throws, whatever Kafka does. */
export type KafkaLogStream = {
  write(line: string): void;
  /** Set by pino before each write, because of the symbol `pino.metadata`. */
  lastLevel: number;
  stats(): LogStreamStats;
  /** Sends what is left, for at most `timeoutMs`; answers how many records it could not send. */
  close(timeoutMs: number): Promise<number>;
};

/**
 * Ships log records to Kafka in the background: acks from all replicas, batches, and the same batch again until
 * it is taken. A record can arrive twice where an answer got lost, never not at all, unless the buffer overflows.
 */
export function createKafkaLogStream(kafka: Kafka, options: LogStreamOptions): KafkaLogStream {
  const { maxChars = 8_000_000, lingerMs = 100, onDropped = () => {} } = options;
  const buffer = createLogBuffer(maxChars);
  const producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 1 } });
  const closing = new AbortController();
  let deadline = Number.POSITIVE_INFINITY;
  let wake = () => {};
  let isOpen = false;
  let shipped = 0;
  let underWay = 0;
  let connected: boolean | undefined;
  let told: Dropped = { errors: 0, others: 0 };

  const send = async (lines: readonly LogLine[]) => {
    if (!isOpen) await producer.connect();
    isOpen = true;
    await producer.sendBatch({ acks: -1, topicMessages: toMessages(lines, options) });
  };
  const tellDropped = () => {
    const { errors, others } = buffer.dropped();
    const news = { errors: errors - told.errors, others: others - told.others };
    if (news.errors + news.others === 0) return;
    told = { errors, others };
    onDropped(news);
  };
  const untilWorkOrClosing = async () => {
    if (closing.signal.aborted) return;
    if (buffer.size() === 0) await new Promise<void>((resolve) => (wake = resolve));
    await sleep(lingerMs, undefined, { signal: closing.signal }).catch(() => {}); // only an abort rejects
  };
  const ship = async () => {
    for (;;) {
      await untilWorkOrClosing();
      const lines = buffer.take(1_000);
      underWay = lines.length;
      if (lines.length === 0 && closing.signal.aborted) return;
      try {
        if (lines.length > 0) await send(lines);
        shipped += lines.length;
        underWay = 0;
        connected = true;
        tellDropped();
      } catch {
        connected = false;
        buffer.putBack(lines);
        underWay = 0;
        if (Date.now() > deadline) return;
        await sleep(retryMs);
      }
    }
  };
  const shipping = ship();

  const stream: KafkaLogStream & { [key: symbol]: true } = {
    lastLevel: 0,
    [Symbol.for('pino.metadata')]: true,
    write(line) {
      buffer.add({ text: line.trimEnd(), isError: stream.lastLevel >= errorLevel, at: Date.now() });
      wake();
    },
    stats: () => ({ shipped, waiting: buffer.size() + underWay, dropped: buffer.dropped(), connected }),
    async close(timeoutMs) {
      deadline = Date.now() + timeoutMs;
      closing.abort();
      wake();
      const timer = new AbortController();
      const timeUp = sleep(timeoutMs, undefined, { signal: timer.signal }).catch(() => {}); // only an abort rejects
      await Promise.race([shipping, timeUp]);
      timer.abort();
      await producer.disconnect().catch(() => {}); // what could be sent is sent
      return buffer.size() + underWay;
    },
  };
  return stream;
}

function toMessages(lines: readonly LogLine[], options: LogStreamOptions): TopicMessages[] {
  const { topic, errorTopic, key } = options;
  const byTopic = Map.groupBy(lines, ({ isError }) => (isError ? errorTopic : topic));
  return [...byTopic].map(([name, group]) => ({
    topic: name,
    messages: group.map(({ text, at }) => ({ key, value: text, timestamp: String(at) })),
  }));
}
