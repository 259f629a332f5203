import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { aDatabase } from '../support/a-database.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aRedis } from '../support/a-redis.ts';
import { aKafka, aTopic } from '../support/a-topic.ts';
import { expectedState, numbered, produceNumbers } from '../support/numbered-records.ts';
import { storedPositions, storedState, totalsInPostgres, totalsInRedis } from '../support/oracle.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

const kills = 5;
/** About 6,000 records a second. */
const step = 1_800;
const pauseMs = 250;

test('loses and doubles nothing when it is killed with kill -9 at five moments under load', {
  timeout: 120_000,
}, async () => {
  const topic = await aTopic(numbered.partitions);
  const [databaseUrl, redisUrl] = [await aDatabase(), await aRedis()];
  const env = { KAFKA_BROKERS: servers().brokers, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  const args = ['--from', 'earliest', '--topics', topic, '--group', topic, '--session-timeout', '2s'];
  const watch = () => runMonitorProcess(['watch', '--headless', ...args], env);
  const enough = new AbortController();
  const producing = produceUntil(enough.signal, topic);

  const killedAt: bigint[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const monitor = watch();
    const before = await storedRecords(databaseUrl);
    await waitFor(
      'some records to be stored',
      async () => (await storedRecords(databaseUrl)) > before,
      40_000,
    );
    await sleep(Math.random() * 700);
    await monitor.end('SIGKILL');
    killedAt.push(await storedRecords(databaseUrl));
  }
  const last = watch();
  enough.abort();
  const records = await producing;
  await waitFor(
    'all records to be stored',
    async () => (await storedRecords(databaseUrl)) >= records,
    40_000,
  );

  expect(await storedState(databaseUrl), `killed at ${killedAt.join(', ')}`).toEqual(
    expectedState(topic, records),
  );
  const owner = { clusterId: await clusterId(), group: topic };
  const truth = await totalsInPostgres(databaseUrl);
  await waitFor(
    'Redis to equal Postgres',
    async () => same(await totalsInRedis(redisUrl, owner), truth),
    2_000,
  );
  await waitFor('the last one to be a member', () => last.stderr().includes('Kafka is connected'));
  expect(await last.end('SIGTERM')).toBe(0);
  const positions = await storedPositions(databaseUrl);
  for (const [key, offset] of await committed(topic)) {
    // A commit is a progress report and may trail, for example when a killed member's death rebalances the group.
    expect(offset, key).toBeLessThanOrEqual(positions.get(key) ?? 0n);
  }
});

/** Answers how many records were written when the signal aborted; every kill happens under load. */
async function produceUntil(signal: AbortSignal, topic: string): Promise<number> {
  let from = 0;
  for (; !signal.aborted; from += step) {
    await produceNumbers(aKafka(), topic, from, from + step);
    await sleep(pauseMs);
  }
  return from;
}

async function storedRecords(databaseUrl: string): Promise<bigint> {
  const positions = await storedPositions(databaseUrl).catch(() => new Map<string, bigint>()); // no tables yet
  return [...positions.values()].reduce((sum, next) => sum + next, 0n);
}

async function clusterId(): Promise<string> {
  const admin = aKafka().admin();
  await admin.connect();
  const { clusterId: id } = await admin.describeCluster();
  await admin.disconnect();
  return id;
}

async function committed(topic: string): Promise<ReadonlyMap<string, bigint>> {
  const admin = aKafka().admin();
  await admin.connect();
  const offsets = await admin.fetchOffsets({ groupId: topic, topics: [topic] });
  await admin.disconnect();
  return new Map(
    offsets.flatMap(({ partitions }) =>
      partitions.map((each) => [`${topic}/${each.partition}`, BigInt(each.offset)] as const),
    ),
  );
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
