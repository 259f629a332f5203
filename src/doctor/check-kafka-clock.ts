import type { Cluster, LogRange } from '../kafka/cluster.ts';
import { type Finding, ok, warn } from './finding.ts';

/** What a clock may be ahead of this machine's without harm. */
const aheadMs = 5_000;

/**
 * Kafka can't be asked for its time, but its records have times: those of producers, or of the broker where the topic
 * says so (LogAppendTime). One from the future shows that a clock is wrong, theirs or ours.
 */
export async function checkKafkaClock(
  cluster: Cluster,
  topics: readonly string[],
  ranges: ReadonlyMap<string, LogRange>,
): Promise<Finding> {
  const soon = Date.now() + aheadMs;
  const found = await Promise.all(topics.map((topic) => cluster.offsetsAt(topic, soon)));
  const ahead = found
    .flatMap((offsets) => [...offsets])
    .filter(([key, offset]) => offset < (ranges.get(key)?.high ?? offset));
  const [first] = ahead;
  if (first === undefined) return ok('Kafka clock', 'no record is from the future');
  const [key, offset] = first;
  const others = ahead.length === 1 ? '' : ` and in ${ahead.length - 1} other partitions`;
  return warn(
    'Kafka clock',
    `records from the future: ${key} at offset ${offset}${others}`,
    "Set this machine's clock and those of the services by NTP: --from, --since and statuses go by them.",
  );
}
