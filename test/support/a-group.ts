import { onTestFinished } from 'vitest';
import type { Member } from '../../src/health.ts';
import { connectRedis, type RedisConnection } from '../../src/redis/connect.ts';
import { type StartedCommand, startCommand } from './a-command.ts';
import { aDatabase } from './a-database.ts';
import { aRedis } from './a-redis.ts';
import { aTopic } from './a-topic.ts';
import { numbered } from './numbered-records.ts';
import { servers } from './servers.ts';
import { waitFor } from './wait-for.ts';

/** A terminal that watches the group, in this process. */
export type Terminal = StartedCommand & {
  /** Ends it in order. */
  end(): Promise<void>;
};

/** A topic of numbered records, a store and a Redis that several terminals watch as one group. */
export type AGroup = {
  readonly topic: string;
  readonly databaseUrl: string;
  readonly client: RedisConnection;
  readonly env: { readonly [name: string]: string };
  /** Starts `watch` with these flags; it is ended after the test. */
  watch(...flags: readonly string[]): Terminal;
  /** Waits until so many members share the partitions evenly, and so many observers look on. */
  shared(members: number, observers?: number): Promise<void>;
  /** Waits until so many records are published: a terminal that starts before sees them as news. */
  published(records: number): Promise<void>;
};

export async function aGroup(): Promise<AGroup> {
  const topic = await aTopic(numbered.partitions);
  const databaseUrl = await aDatabase();
  const redisUrl = await aRedis();
  const env = {
    KAFKA_BROKERS: servers().brokers,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    ESM_TOPICS: topic,
    ESM_GROUP: topic,
    NO_COLOR: '1',
  };
  const client = await connectRedis(redisUrl, 'test', () => {});
  onTestFinished(client.close);
  const redis = client.client;
  await waitFor('Redis', () => redis.status === 'ready');

  async function members(): Promise<readonly Member[]> {
    const [key] = await redis.keys('*:members');
    return key === undefined ? [] : (await redis.hvals(key)).map((json): Member => JSON.parse(json));
  }

  return {
    ...{ topic, databaseUrl, client, env },
    watch(...flags) {
      const ending = new AbortController();
      const started = startCommand(['watch', '--from', 'earliest', '--session-timeout', '3s', ...flags], {
        env,
        signal: ending.signal,
      });
      const end = async (): Promise<void> => {
        ending.abort();
        await started.ended;
      };
      onTestFinished(end);
      return { ...started, end };
    },
    async shared(wanted, observers = 0) {
      await waitFor(
        `${wanted} members and ${observers} observers`,
        async () => {
          const all = await members();
          const reading = all.filter(({ observer }) => !observer);
          const even = reading.every(({ partitions }) => partitions.length === numbered.partitions / wanted);
          return even && reading.length === wanted && all.length === wanted + observers;
        },
        25_000,
      );
    },
    async published(wanted) {
      await waitFor(`${wanted} records in Redis`, async () => {
        const [key] = await redis.keys('*:live:next');
        const next = key === undefined ? [] : await redis.hvals(key);
        return next.reduce((sum, offset) => sum + Number(offset), 0) === wanted;
      });
    },
  };
}
