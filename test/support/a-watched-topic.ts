import { connectCluster } from '../../src/kafka/cluster.ts';
import { type CommandRun, runCommand } from './a-command.ts';
import { aDatabase } from './a-database.ts';
import { aKafka, aTopic } from './a-topic.ts';
import { numbered, produceNumbers } from './numbered-records.ts';
import { storedPositions } from './oracle.ts';
import { servers } from './servers.ts';
import { waitFor } from './wait-for.ts';

/** A topic of numbered records that the monitor has read, and what a command needs to find it. */
export type WatchedTopic = {
  readonly topic: string;
  readonly databaseUrl: string;
  readonly env: { readonly [name: string]: string };
  /** Reads as the group until every partition is at its end, then leaves; answers what it said. */
  watch(): Promise<CommandRun>;
};

/**
 * The topic has `numbered.partitions` partitions; `count` is a multiple of them. The group has the topic's name.
 *
 * @param url - Where it is stored; an empty database where it is left out.
 */
export async function aWatchedTopic(count: number, url?: string): Promise<WatchedTopic> {
  const topic = await aTopic(numbered.partitions);
  const kafka = aKafka();
  await produceNumbers(kafka, topic, 0, count);
  const databaseUrl = url ?? (await aDatabase());
  const { brokers } = servers();
  const env = { KAFKA_BROKERS: brokers, DATABASE_URL: databaseUrl, ESM_TOPICS: topic, ESM_GROUP: topic };

  async function watch(): Promise<CommandRun> {
    const ends = await endsOf(topic);
    const ending = new AbortController();
    const watching = runCommand(['watch', '--headless', '--from', 'earliest'], {
      env,
      signal: ending.signal,
    });
    try {
      await waitFor('the group to be at the end', async () => {
        const positions = await storedPositions(databaseUrl).catch(() => new Map<string, bigint>());
        return [...ends].every(([key, { high }]) => positions.get(key) === high);
      });
    } finally {
      ending.abort();
      await watching;
    }
    return await watching;
  }

  await watch();
  return { topic, databaseUrl, env, watch };
}

async function endsOf(topic: string) {
  const cluster = await connectCluster(aKafka(), [servers().brokers]);
  return await cluster.ranges([topic]).finally(() => cluster.close());
}
