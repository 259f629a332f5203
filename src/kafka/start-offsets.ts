import { logKey } from '../log-key.ts';
import type { LogId } from '../types.ts';
import type { Cluster } from './cluster.ts';

/** Where a group without a position starts: at an end, or at the first record not older than a time (ms). */
export type StartAt = 'earliest' | 'latest' | { readonly since: number };

/** The offset to start at, for every partition of the topics. */
export async function startOffsets(
  cluster: Cluster,
  topics: readonly string[],
  startAt: StartAt,
): Promise<readonly { readonly log: LogId; readonly next: bigint }[]> {
  const ranges = [...(await cluster.ranges(topics)).values()];
  if (typeof startAt === 'string') {
    return ranges.map(({ log, low, high }) => ({ log, next: startAt === 'earliest' ? low : high }));
  }
  const found = await Promise.all(topics.map((topic) => cluster.offsetsAt(topic, startAt.since)));
  const offsets = new Map(found.flatMap((byLog) => [...byLog]));
  return ranges.map(({ log, high }) => ({ log, next: offsets.get(logKey(log)) ?? high }));
}
