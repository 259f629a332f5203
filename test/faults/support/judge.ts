import { connectCluster } from '../../../src/kafka/cluster.ts';
import { countDifferencesIn } from '../../support/count-differences.ts';
import { expectedState, numbered, produceNumbers } from '../../support/numbered-records.ts';
import {
  type StoredState,
  storedPositions,
  storedState,
  totalsInPostgres,
  totalsInRedis,
} from '../../support/oracle.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { FaultWorld } from './fault-world.ts';
import { allowed, sized } from './size.ts';

/** What should be stored: the coordinates of the errors, and how many events there are in all. */
export type Expected = { readonly coordinates: readonly string[]; readonly events: number };

export type Verdict = {
  /** Errors and events that are in Kafka and not in the store. */
  readonly lost: number;
  /** Errors and events that the store counts more often than Kafka holds them. */
  readonly doubled: number;
  /** What does not hold, a sentence each; empty when all is well. */
  readonly problems: readonly string[];
};

const catchUpMs = sized(120_000, 40_000);

/**
 * The oracle of every fault, asked once the fault is over and a member runs.
 *
 * After the group has read everything: (a) the stored errors are those that Kafka holds, (b) totals, minutes and hours
 * equal the stored rows by service and severity, and so do the counts of incidents, (c) Redis equals Postgres, (d) no
 * committed offset is past the stored position, (e) a fresh event is stored soon.
 *
 * @param expected - Or the number of records, where each number stands in the topic once.
 */
export async function judge(world: FaultWorld, expected: Expected | number): Promise<Verdict> {
  const wanted = typeof expected === 'number' ? expectedState(world.topic, expected) : expected;
  const problems: string[] = [];
  await untilRead(world);
  const found = await storedState(world.databaseUrl);
  const { lost, doubled } = compare(wanted, found);
  if (lost > 0) problems.push(`a: ${lost} lost`);
  if (doubled > 0) problems.push(`a: ${doubled} doubled`);
  problems.push(...(await countDifferencesIn(world.databaseUrl)).map((difference) => `b: ${difference}`));
  problems.push(...(await judgeFollowers(world, wanted.events)));
  return { lost, doubled, problems };
}

/**
 * The oracle's last three: (c) Redis, (d) the committed offsets, (e) a fresh event. What does not hold, a sentence each.
 *
 * @param events - How many there are; the fresh ones are numbered from there on.
 */
export async function judgeFollowers(world: FaultWorld, events: number): Promise<readonly string[]> {
  const problems: string[] = [];
  const { clusterId, committed } = await askKafka(world);
  const redisMs = await redisEquals(world, clusterId);
  if (redisMs === undefined) problems.push('c: Redis differs from Postgres');

  const positions = await storedPositions(world.databaseUrl, world.group);
  for (const [key, offset] of committed) {
    const next = positions.get(key) ?? 0n;
    if (offset > next) problems.push(`d: ${key} is committed at ${offset}, stored to ${next}`);
  }

  const before = await world.stored();
  await produceNumbers(world.kafka, world.topic, events, events + numbered.partitions);
  await waitFor('a fresh event', async () => (await world.stored()) > before, allowed(2_000)).catch((error) =>
    problems.push(`e: ${error.message}`),
  );
  return problems;
}

/** Waits until the stored positions are at the ends of the log. */
export async function untilRead(world: FaultWorld, timeoutMs = catchUpMs): Promise<void> {
  const cluster = await connectCluster(world.kafka, [world.brokers]);
  try {
    const ends = await cluster.ranges([world.topic]);
    await waitFor(
      'all records to be stored',
      async () => {
        const positions = await storedPositions(world.databaseUrl, world.group).catch(
          () => new Map<string, bigint>(),
        );
        return [...ends].every(([key, { high }]) => positions.get(key) === high);
      },
      timeoutMs,
    );
  } finally {
    await cluster.close();
  }
}

function compare(wanted: Expected, found: StoredState): { readonly lost: number; readonly doubled: number } {
  const stored = new Set(found.coordinates);
  const missing = wanted.coordinates.filter((coordinate) => !stored.has(coordinate)).length;
  const repeated = found.coordinates.length - stored.size;
  const foreign = stored.size - (wanted.coordinates.length - missing);
  return {
    lost: missing + Math.max(0, wanted.events - found.events),
    doubled: repeated + foreign + Math.max(0, found.events - wanted.events),
  };
}

async function askKafka({ kafka, brokers, topic, group }: FaultWorld) {
  const cluster = await connectCluster(kafka, [brokers]);
  try {
    return { clusterId: await cluster.id(), committed: await cluster.committed(group, [topic]) };
  } finally {
    await cluster.close();
  }
}

async function redisEquals(world: FaultWorld, clusterId: string): Promise<number | undefined> {
  const { databaseUrl, redisUrl, group } = world;
  const truth = JSON.stringify(await totalsInPostgres(databaseUrl));
  const since = performance.now();
  const same = async () =>
    JSON.stringify(await totalsInRedis(redisUrl, { clusterId, group }).catch(() => [])) === truth;
  return await waitFor('Redis', same, allowed(2_000)).then(
    () => performance.now() - since,
    () => undefined,
  );
}
