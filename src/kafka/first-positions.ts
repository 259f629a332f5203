import { logKey } from '../log-key.ts';
import type { IncidentStore } from '../ports.ts';
import type { LogId } from '../types.ts';
import type { Cluster } from './cluster.ts';
import { type StartAt, startOffsets } from './start-offsets.ts';

/**
 * Sees to it that every partition of the topics has a position in the store, and returns them all.
 *
 * Where the store has none for a topic, the group's committed offset counts (a group that read the topic with another
 * program goes on where that one was), else `startAt`. A partition that a known topic grew is read from its beginning. A log
 * that ends before what some group has read of it is of a topic that was made anew: it begins another epoch.
 */
export async function firstPositions(
  cluster: Cluster,
  store: IncidentStore,
  topics: readonly string[],
  group: string,
  startAt: StartAt,
): Promise<ReadonlyMap<string, bigint>> {
  // Before Kafka is asked: meanwhile others read on, past the ends that it would have told.
  const epochs = await store.epochs(topics);
  const ranges = await cluster.ranges(topics);
  const logs = [...ranges.values()].map(({ log }) => log);
  const stored = await positionsOf(store, logs);
  const missing = logs.filter((log) => !stored.has(logKey(log)));
  if (missing.length === 0) return stored;

  const knownTopics = new Set(logs.filter((log) => stored.has(logKey(log))).map(({ topic }) => topic));
  const newTopics = topics.filter((topic) => !knownTopics.has(topic));
  const starts = new Map(
    (await startOffsets(cluster, newTopics, startAt)).map(({ log, next }) => [logKey(log), next]),
  );
  const committed = newTopics.length === 0 ? new Map() : await cluster.committed(group, newTopics);
  await store.start(
    missing.map((log) => {
      const key = logKey(log);
      const { low, high } = ranges.get(key) ?? { low: 0n, high: 0n };
      const next: bigint = within(committed.get(key), low, high) ?? starts.get(key) ?? low;
      const last = epochs.get(key);
      return { log, next, epoch: last !== undefined && high < last.reached ? last.epoch + 1 : last?.epoch };
    }),
  );
  return await positionsOf(store, logs);
}

async function positionsOf(
  store: IncidentStore,
  logs: readonly LogId[],
): Promise<ReadonlyMap<string, bigint>> {
  const found = await Promise.all(
    logs.map(async (log) => [logKey(log), (await store.position(log))?.next] as const),
  );
  return new Map(found.flatMap(([key, next]) => (next === undefined ? [] : [[key, next] as const])));
}

function within(offset: bigint | undefined, low: bigint, high: bigint): bigint | undefined {
  return offset !== undefined && offset >= low && offset <= high ? offset : undefined;
}
