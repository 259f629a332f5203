import { aDatabase } from '../support/a-database.ts';
import { aRedis } from '../support/a-redis.ts';
import { aKafka, aTopic } from '../support/a-topic.ts';
import { produceNumbers } from '../support/numbered-records.ts';
import { storedState } from '../support/oracle.ts';
import { servers } from '../support/servers.ts';

/** A topic, and stores of its own for who reads it: the environment of a process that watches. */
export async function aSetting(partitions = 1) {
  const [topic, databaseUrl, redisUrl] = await Promise.all([aTopic(partitions), aDatabase(), aRedis()]);
  const env = { KAFKA_BROKERS: servers().brokers, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  return { topic, databaseUrl, env };
}

/** The words that watch a topic from its beginning, as the group that is called like it where none is named. */
export function watch(topic: string, group = topic): readonly string[] {
  return ['watch', '--headless', '--topics', topic, '--group', group, '--from', 'earliest'];
}

/** An error of this message. */
export function record(message: string): string {
  return JSON.stringify({ level: 'ERROR', service: 'billing', message });
}

/** How many errors are stored; none as long as there are no tables. */
export async function rowsOf(databaseUrl: string): Promise<number> {
  const state = await storedState(databaseUrl).catch(() => undefined); // no tables yet
  return state?.coordinates.length ?? 0;
}

/** Writes some numbered records every 100 ms; `stop` answers how many there are in all. */
export function keepProducing(topic: string, from: number) {
  let stopped = false;
  const done = (async () => {
    let next = from;
    for (; !stopped; next += 300) {
      await produceNumbers(aKafka(), topic, next, next + 300);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return next;
  })();
  return {
    stop: () => {
      stopped = true;
      return done;
    },
  };
}
