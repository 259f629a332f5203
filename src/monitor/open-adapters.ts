import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaConfig } from '../config/kafka-config.ts';
import type { StoreConfig } from '../config/store-config.ts';
import { MonitorError } from '../errors.ts';
import { createKafka } from '../kafka/client.ts';
import { type Cluster, connectCluster } from '../kafka/cluster.ts';
import { createConsumerSource } from '../kafka/consumer-source.ts';
import { firstPositions } from '../kafka/first-positions.ts';
import { resolveTopics } from '../kafka/topics.ts';
import type { EventSource, IncidentStore, TotalsCache } from '../ports.ts';
import { changedTotals } from '../postgres/changed-totals.ts';
import { createIncidentStore } from '../postgres/incident-store.ts';
import { openConfiguredDatabase } from '../postgres/open-store.ts';
import type { Database } from '../postgres/pool.ts';
import { connectRedis, type RedisConnection } from '../redis/connect.ts';
import { createTotalsCache } from '../redis/totals-cache.ts';
import type { TotalsOwner } from '../redis/totals-keys.ts';
import { createAnswerWatch } from './answer-watch.ts';
import type { HealthBoard } from './health.ts';
import { isUnreachable, retry } from './retry.ts';
import type { LogRanges } from './run-monitor.ts';
import { createTurns, type Turns } from './turns.ts';

/** The servers, joined to the ports of the loop. */
export type Adapters = {
  readonly source: EventSource;
  readonly store: IncidentStore;
  readonly cache: TotalsCache | undefined;
  readonly ranges: () => Promise<LogRanges>;
  readonly startAt: ReadonlyMap<string, bigint>;
  readonly clusterId: string;
  readonly turns: Turns;
};

/** A stack of things to close, last opened first. */
export type Closing = { defer(close: () => Promise<void> | void): void };

const name = 'esm-monitor';

/** Opens the store's database; waits for a server that can't be reached, with its state on the board. */
export async function openDatabaseWaiting(
  config: StoreConfig,
  health: HealthBoard,
  signal: AbortSignal,
): Promise<Database> {
  const database = await retry(
    () => openConfiguredDatabase(config, name, signal),
    (error) => tellUnreachable(health, error),
    signal,
  );
  health.link('postgres', 'up', null);
  return database;
}

/** Connects Redis in the background; undefined without an address. */
export async function openRedis(
  url: string | undefined,
  health: HealthBoard,
  closing: Closing,
): Promise<RedisConnection | undefined> {
  if (url === undefined) return undefined;
  const connection = await connectRedis(url, name, (state, detail) => health.link('redis', state, detail));
  closing.defer(() => connection.close());
  return connection;
}

/**
 * Connects Kafka (waiting like `openDatabaseWaiting`), and gives each log its first position.
 *
 * @throws MonitorError `TOPIC_UNKNOWN`, or what a server refuses for good.
 */
export async function openAdapters(
  kafkaConfig: KafkaConfig,
  redis: RedisConnection | undefined,
  database: Database,
  health: HealthBoard,
  closing: Closing,
  signal: AbortSignal,
): Promise<Adapters> {
  const { brokers, access, group } = kafkaConfig;
  let joined = false;
  const unreachable = (cause: string) => `Kafka at ${brokers.join(', ')} can't be reached: ${cause}.`;
  const kafka = createKafka({
    brokers,
    access,
    clientId: `${name}@${hostname()}`,
    onError: (cause) => {
      if (joined) health.link('kafka', 'down', unreachable(cause));
    },
  });
  const waiting = <T>(task: () => Promise<T>): Promise<T> =>
    retry(task, (error) => tellUnreachable(health, error), signal);
  const cluster = await waiting(() => connectCluster(kafka, brokers));
  closing.defer(() => cluster.close());

  const clusterId = await waiting(() => cluster.id());
  const existing = await waiting(() => cluster.topics());
  const topics = resolveTopics(kafkaConfig.topics, existing, kafkaConfig.topicsNamed);
  const turns = createTurns();
  const store = createIncidentStore({ database, clusterId, group, turn: turns.finish });
  const startAt = await waiting(() => firstPositions(cluster, store, topics, group, kafkaConfig.from));
  const longMs = Math.max(silentMs, kafkaConfig.sessionTimeoutMs / 2);
  const answers = createAnswerWatch(health, longMs, () => performance.now());
  const source = createConsumerSource({
    kafka,
    group,
    topics,
    sessionTimeoutMs: kafkaConfig.sessionTimeoutMs,
    partitionsOf: async (topic) =>
      Array.from((await cluster.ranges([topic])).values(), ({ log }) => log.partition),
    onLink: (state, cause) => {
      joined = true;
      if (state === 'up') answers.heard();
      health.link('kafka', state, cause === null ? null : unreachable(cause));
    },
  });
  const cache = redis && openCache(redis, { clusterId, group }, database, health);
  const ranges = () => answers.ask(() => rangesOf(cluster, topics, brokers));
  return { source, store, cache, ranges, startAt, clusterId, turns };
}

function openCache(
  connection: RedisConnection,
  owner: TotalsOwner,
  database: Database,
  health: HealthBoard,
): TotalsCache {
  return createTotalsCache({
    client: connection.client,
    owner,
    changedSince: (version) => changedTotals(database, version),
    onOutcome: (failure) => {
      if (failure === undefined) health.link('redis', 'up', null);
      else health.link('redis', 'down', connection.explain(failure));
    },
  });
}

/** The broker may be away: an answer that takes longer than this is not worth waiting for. */
const rangesTimeoutMs = 5_000;
/** Two questions in a row that were not answered. */
const silentMs = 10_000;

async function rangesOf(
  cluster: Cluster,
  topics: readonly string[],
  brokers: readonly string[],
): Promise<LogRanges> {
  const late = new AbortController();
  const timeout = sleep(rangesTimeoutMs, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new MonitorError(
      'KAFKA_UNREACHABLE',
      `Kafka at ${brokers.join(', ')} does not answer.`,
      'Look whether its machine and its process still work.',
    );
  });
  try {
    return await Promise.race([cluster.ranges(topics), timeout]);
  } finally {
    late.abort();
    timeout.catch(() => {});
  }
}

function tellUnreachable(health: HealthBoard, error: unknown): boolean {
  if (!isUnreachable(error)) return false;
  health.link(
    error.code === 'KAFKA_UNREACHABLE' ? 'kafka' : 'postgres',
    'down',
    `${error.message} ${error.hint}`,
  );
  return true;
}
