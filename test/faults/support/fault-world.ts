import type { Kafka } from 'kafkajs';
import { Client } from 'pg';
import Pool from 'pg-pool';
import { onTestFailed, onTestFinished } from 'vitest';
import { aDatabase } from '../../support/a-database.ts';
import { type MonitorEnv, type MonitorProcess, runMonitorProcess } from '../../support/a-monitor-process.ts';
import { aRedis } from '../../support/a-redis.ts';
import { aKafka, aTopic } from '../../support/a-topic.ts';
import { numbered } from '../../support/numbered-records.ts';
import { type ServerAddresses, servers } from '../../support/servers.ts';
import { waitFor } from '../../support/wait-for.ts';
import { sized } from './size.ts';

/** A topic of numbered records, an empty store and an empty Redis: where one fault happens. */
export type FaultWorld = ServerAddresses & {
  readonly kafka: Kafka;
  readonly topic: string;
  /** The group has the topic's name. */
  readonly group: string;
  /** Flags of `watch` that read it from the beginning. */
  readonly flags: readonly string[];
  /** What a command needs to find it. */
  readonly env: { readonly [name: string]: string };
  /** Starts a member of the group, which reads from the beginning and prints figures instead of errors. */
  member(flags?: readonly string[], env?: MonitorEnv): MonitorProcess;
  /** Records below the stored positions; the last known number while Postgres is away. */
  stored(): Promise<number>;
  /** Waits until more is stored than now, and answers after how many ms. */
  progress(timeoutMs?: number): Promise<number>;
};

export type WorldOptions = {
  readonly partitions?: number;
  /** Nobody is killed and no rebalance is wanted: a member is not to be missed because the machine is busy. */
  readonly steady?: boolean;
};

/** A group that a killed member leaves alone for so long; the short form can't wait for the default. */
const sessionTimeout = sized('10s', '2s');

/** @param own - Addresses of servers that the fault may hurt; those of the run for the others. */
export async function aFaultWorld(
  own: Partial<ServerAddresses> = {},
  { partitions = numbered.partitions, steady = false }: WorldOptions = {},
): Promise<FaultWorld> {
  const at = { ...servers(), ...own };
  const kafka = aKafka(at.brokers);
  const topic = await aTopic(partitions, {}, kafka);
  const [databaseUrl, redisUrl] = [await aDatabase(at.databaseUrl), await aRedis(at.redisUrl)];
  const env = { KAFKA_BROKERS: at.brokers, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  const stored = createStoredCount(databaseUrl, topic);
  const members: MonitorProcess[] = [];
  const where = [
    '--from',
    'earliest',
    '--topics',
    topic,
    '--group',
    topic,
    '--session-timeout',
    steady ? '10s' : sessionTimeout,
  ];

  function member(flags: readonly string[] = [], more: MonitorEnv = {}): MonitorProcess {
    const args = ['watch', '--headless', '--quiet', '--stats-every', '1s', ...where, ...flags];
    const started = runMonitorProcess(args, { ...env, ...more });
    members.push(started);
    onTestFailed(() => console.error(`Member ${members.indexOf(started) + 1} said:\n${started.stderr()}`));
    return started;
  }

  async function progress(timeoutMs = 40_000): Promise<number> {
    const before = await stored();
    const since = performance.now();
    await waitFor('more records to be stored', async () => (await stored()) > before, timeoutMs);
    return performance.now() - since;
  }

  return {
    brokers: at.brokers,
    ...{ kafka, topic, group: topic, databaseUrl, redisUrl, env, flags: where },
    ...{ member, stored, progress },
  };
}

/** Asks over one connection, because the tests ask many times a second; a lost one is opened anew. */
function createStoredCount(databaseUrl: string, group: string): () => Promise<number> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 2_000 }, Client);
  pool.on('error', () => {}); // the server is away: the next question tells
  onTestFinished(() => pool.end());
  let known = 0;
  return async () => {
    try {
      const { rows } = await pool.query(
        'SELECT coalesce(sum(next), 0) AS stored FROM esm.position WHERE consumer_group = $1',
        [group],
      );
      known = Number(rows[0]?.stored ?? 0);
    } catch {
      // No tables yet, or no server just now.
    }
    return known;
  };
}
