import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { onTestFinished } from 'vitest';
import { numbered } from '../../support/numbered-records.ts';

/** Numbered records that are being written. */
export type Load = {
  /** Records that the broker has for sure. */
  written(): number;
  /** Ends after the chunk under way and answers how many there are. */
  stop(): Promise<number>;
};

export type LoadOptions = {
  /** The first number. */
  readonly from?: number;
  readonly partitions?: number;
  /** What is written for a number. */
  readonly value?: (n: number) => string | Buffer;
};

const chunkMs = 100;

/**
 * Writes the numbers from `from` on, `perSecond` of them, until it is stopped.
 *
 * While the broker is away it tries the same chunk again, so a chunk whose answer was lost may stand in the topic twice:
 * after such a fault ask the topic what it holds (`expectedOfTopic`).
 */
export function startLoad(
  kafka: Kafka,
  topic: string,
  perSecond: number,
  { from = 0, partitions = numbered.partitions, value = numbered.value }: LoadOptions = {},
): Load {
  const chunk = Math.max(1, Math.round((perSecond * chunkMs) / 1_000 / partitions)) * partitions;
  let next = from;
  let stopped = false;

  async function run(): Promise<void> {
    const producer = kafka.producer();
    await producer.connect();
    const startedAt = performance.now();
    for (let i = 1; !stopped; i++) {
      const messages = Array.from({ length: chunk }, (_, k) => ({
        partition: (next + k) % partitions,
        value: value(next + k),
      }));
      const sent = await producer.send({ topic, messages }).then(
        () => true,
        () => false,
      );
      if (sent) next += chunk;
      await sleep(Math.max(0, startedAt + i * chunkMs - performance.now()));
    }
    await producer.disconnect();
  }

  const done = run();
  onTestFinished(() => {
    stopped = true;
    return done;
  });
  return {
    written: () => next,
    stop: async () => {
      stopped = true;
      await done;
      return next;
    },
  };
}
