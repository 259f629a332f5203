import { MonitorError } from '../errors.ts';
import type { Cluster } from '../kafka/cluster.ts';
import { logKey } from '../log-key.ts';
import { findIncident } from '../postgres/find-incident.ts';
import { queryFirstOccurrences } from '../postgres/first-occurrence.ts';
import type { Database } from '../postgres/pool.ts';
import { queryPositions } from '../postgres/positions.ts';
import { type LogState, type PlanRow, planRewind, type Wanted } from './plan.ts';
import type { RewindTarget, TargetOffset } from './target.ts';

export type PlanInput = {
  readonly cluster: Cluster;
  readonly clusterId: string;
  readonly database: Database;
  readonly group: string;
  readonly topics: readonly string[];
  /** Only these partitions; none means all. */
  readonly partitions: readonly number[];
  readonly target: RewindTarget;
  /** What is read is to be stored, which errors that retention dropped are not. */
  readonly counting: boolean;
};

/**
 * Looks up where the group stands and where the target lies, and plans each log.
 *
 * @throws MonitorError `REFUSED` or `CONFIG` for an incident, a topic or a partition that does not exist.
 */
export async function makePlan(input: PlanInput): Promise<readonly PlanRow[]> {
  const states = await statesOf(input);
  return planRewind(states, await wantedBy(input, states));
}

async function statesOf(input: PlanInput): Promise<readonly LogState[]> {
  const { cluster, clusterId, database, group, topics, partitions, counting } = input;
  const [ranges, stored, committed] = await Promise.all([
    cluster.ranges(topics),
    queryPositions(database, { clusterId, group }, topics),
    cluster.committed(group, topics),
  ]);
  const known = [...ranges.values()].map(({ log }) => log.partition);
  const missing = partitions.find((partition) => !known.includes(partition));
  if (missing !== undefined) throw noSuchPartition(missing, topics);
  return [...ranges.entries()]
    .filter(([, { log }]) => partitions.length === 0 || partitions.includes(log.partition))
    .map(([key, { log, low, high }]) => {
      const position = stored.get(key);
      const current = position?.next ?? committed.get(key);
      const pruned = counting ? (position?.pruned ?? 0n) : 0n;
      return { log, low, high, current, stored: position !== undefined, pruned };
    })
    .toSorted((a, b) =>
      a.log.topic < b.log.topic ? -1 : a.log.topic > b.log.topic ? 1 : a.log.partition - b.log.partition,
    );
}

async function wantedBy(input: PlanInput, states: readonly LogState[]): Promise<(state: LogState) => Wanted> {
  const { cluster, topics, target } = input;
  switch (target.kind) {
    case 'earliest':
      return ({ low }) => ({ offset: low });
    case 'latest':
      return ({ high }) => ({ offset: high });
    case 'shift':
      return ({ current, high }) => ({ offset: (current ?? high) + target.by, clamp: true });
    case 'offsets':
      return offsetsFor(target.offsets, states, topics);
    case 'time': {
      const found = await Promise.all(topics.map((topic) => cluster.offsetsAt(topic, target.at)));
      const offsets = new Map(found.flatMap((byLog) => [...byLog]));
      return ({ log, high }) => ({ offset: offsets.get(logKey(log)) ?? high, time: true });
    }
    case 'incident': {
      const firsts = await firstOccurrences(input, target.id);
      return ({ log }) => {
        const offset = firsts.get(logKey(log));
        return offset === undefined ? undefined : { offset };
      };
    }
  }
}

function offsetsFor(
  offsets: readonly TargetOffset[],
  states: readonly LogState[],
  topics: readonly string[],
): (state: LogState) => Wanted {
  for (const { topic, partition } of offsets) {
    const fitting = states.filter(({ log }) => fits(topic, partition, log));
    if (fitting.length === 0) throw noSuchPartition(partition, topic === undefined ? topics : [topic]);
    if (fitting.length > 1) {
      const named = fitting.map(({ log }) => `${log.topic}:${log.partition}:OFFSET`).join(' or ');
      throw new MonitorError(
        'CONFIG',
        `Partition ${partition} of which topic?`,
        `Name it: --to-offset ${named}`,
      );
    }
  }
  return ({ log }) => {
    const offset = offsets.find((each) => fits(each.topic, each.partition, log))?.offset;
    return offset === undefined ? undefined : { offset };
  };
}

function fits(
  topic: string | undefined,
  partition: number,
  log: { readonly topic: string; readonly partition: number },
): boolean {
  return log.partition === partition && (topic === undefined || log.topic === topic);
}

async function firstOccurrences({ database, clusterId }: PlanInput, text: string) {
  const found = await findIncident(database, text);
  if (found.id === undefined) {
    throw new MonitorError('REFUSED', found.reason, 'See the ids: esm-monitor query incidents');
  }
  const firsts = await queryFirstOccurrences(database, clusterId, found.id);
  if (firsts.size > 0) return firsts;
  throw new MonitorError(
    'REFUSED',
    `No errors of ${found.id} from this Kafka cluster are stored any more.`,
    `Go by its time instead: esm-monitor query incident ${found.id} shows when it was first seen.`,
  );
}

function noSuchPartition(partition: number, topics: readonly string[]): MonitorError {
  return new MonitorError(
    'CONFIG',
    `There is no partition ${partition} in ${topics.join(', ')}.`,
    'Partitions are counted from 0; --topic names another topic.',
  );
}
