import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Servers, startServers } from '../../demo-stack/infra/start-servers.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { type MonitorProcess, runMonitorProcess } from '../support/a-monitor-process.ts';
import { expectedState, numbered, produceNumbers } from '../support/numbered-records.ts';
import { storedPositions, storedState, totalsInPostgres, totalsInRedis } from '../support/oracle.ts';
import { waitFor } from '../support/wait-for.ts';

/** These tests stop servers, so they have their own. */
let servers: Servers;

beforeAll(async () => {
  servers = await startServers({ env: {} });
}, 120_000);

afterAll(async () => {
  await servers.stop();
});

test('stores everything once although Postgres is shut down at once, twice, under load', {
  timeout: 90_000,
}, async () => {
  const world = await aWorld('postgres');
  const monitor = world.watch();
  const producing = world.produce();
  await world.someStored();

  for (let i = 0; i < 2; i++) {
    await servers.controls.postgres?.signal('SIGQUIT');
    await waitFor('the sentence', () => /Postgres at .* can't be used/.test(monitor.stderr()));
    await sleep(1_000);
    await servers.controls.postgres?.start();
    await waitFor('the return', () => count(monitor.stderr(), /Postgres is back/g) === i + 1);
  }

  await world.verify(await producing.stop(), monitor);
});

test('goes on without Redis, and fills it again when it is back or was flushed', {
  timeout: 90_000,
}, async () => {
  const world = await aWorld('redis');
  const monitor = world.watch();
  const producing = world.produce();
  await world.someStored();

  await servers.controls.redis?.kill();
  await waitFor('the sentence', () => /Redis at .* can't be used/.test(monitor.stderr()));
  await world.someStored();
  await servers.controls.redis?.start();
  await waitFor('the return', () => monitor.stderr().includes('Redis is back'));
  const client = new Redis(servers.redisUrl);
  await client.flushall();
  client.disconnect();

  await world.verify(await producing.stop(), monitor);
});

test('stores everything once although the broker is killed and restarted', { timeout: 120_000 }, async () => {
  const world = await aWorld('kafka');
  const monitor = world.watch();
  await produceNumbers(world.kafka, world.topic, 0, 6_000);
  await world.someStored();

  await servers.controls.kafka?.kill();
  await waitFor('the sentence', () => /Kafka at .* can't be reached/.test(monitor.stderr()), 30_000);
  await servers.controls.kafka?.start();
  await produceNumbers(world.kafka, world.topic, 6_000, 12_000);

  await world.verify(12_000, monitor);
});

/** A topic of its own in the servers that fail; all tests share the database, one after the other. */
async function aWorld(topic: string) {
  const kafka = createKafka({ brokers: servers.brokers.split(','), clientId: 'test' });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: numbered.partitions }], waitForLeaders: true });
  const { clusterId } = await admin.describeCluster();
  await admin.disconnect();
  const env = {
    KAFKA_BROKERS: servers.brokers,
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
  };

  const stored = async () => {
    const positions = await storedPositions(servers.databaseUrl).catch(() => new Map<string, bigint>());
    return [...positions].reduce(
      (sum, [key, next]) => (key.startsWith(`${topic}/`) ? sum + Number(next) : sum),
      0,
    );
  };

  return {
    topic,
    kafka,
    watch: () =>
      runMonitorProcess(
        ['watch', '--headless', '--from', 'earliest', '--topics', topic, '--group', topic],
        env,
      ),
    someStored: async () => {
      const before = await stored();
      await waitFor('more records to be stored', async () => (await stored()) > before, 30_000);
    },
    /** About 5,000 records a second. */
    produce: () => {
      let stopped = false;
      const done = (async () => {
        let next = 0;
        for (; !stopped; next += 600) {
          await produceNumbers(kafka, topic, next, next + 600);
          await sleep(80);
        }
        return next;
      })();
      return {
        stop: () => {
          stopped = true;
          return done;
        },
      };
    },
    verify: async (records: number, monitor: MonitorProcess) => {
      await waitFor('all records to be stored', async () => (await stored()) >= records, 60_000);
      const found = await storedState(servers.databaseUrl);
      const expected = expectedState(topic, records);
      const ours = found.coordinates.filter((coordinate) => coordinate.startsWith(`${topic}/`));
      expect(ours).toEqual(expected.coordinates);
      expect(found.totals).toEqual(found.rows);
      const truth = await totalsInPostgres(servers.databaseUrl, topic);
      await waitFor('Redis to equal Postgres', async () => {
        const cached = await totalsInRedis(servers.redisUrl, { clusterId, group: topic });
        return JSON.stringify(cached) === JSON.stringify(truth);
      });
      expect(await monitor.end('SIGTERM')).toBe(0);
    },
  };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
