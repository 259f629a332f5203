import type { KafkaConfig } from '../config/kafka-config.ts';
import { createKafka } from '../kafka/client.ts';
import { type Cluster, connectCluster } from '../kafka/cluster.ts';
import { connectGroupOffsets } from '../kafka/group-offsets.ts';
import { resolveTopics } from '../kafka/topics.ts';
import { logKey } from '../log-key.ts';
import { checkKafkaClock } from './check-kafka-clock.ts';
import { checkKafkaVersion } from './check-kafka-version.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** How many positions of the group Postgres holds; undefined where it can't be asked. */
export type StoredPositions = (clusterId: string, topics: readonly string[]) => Promise<number | undefined>;

/**
 * Looks at the brokers, the topics, and the group with its lag by the committed offsets.
 *
 * @param storedPositions - Asked for a group that Kafka does not know: it may have read before, and go on from there.
 */
export async function checkKafka(
  { brokers, access, topics, topicsNamed, group }: KafkaConfig,
  storedPositions: StoredPositions,
): Promise<readonly Finding[]> {
  const kafka = createKafka({ brokers, access, clientId: 'esm-monitor doctor' });
  let cluster: Cluster;
  try {
    cluster = await connectCluster(kafka, brokers);
  } catch (error) {
    return [fail('Kafka', error)];
  }
  const findings: Finding[] = [];
  try {
    const clusterId = await cluster.id();
    findings.push(ok('Kafka', `${brokers.join(', ')} answers, cluster ${clusterId}`));
    findings.push(await checkKafkaVersion(await cluster.brokers(), access));
    const found = resolveTopics(topics, await cluster.topics(), topicsNamed);
    const ranges = await cluster.ranges(found);
    findings.push(ok('Kafka topics', `${found.join(', ')} with ${ranges.size} partitions`));
    const missing = topics.filter((topic) => !found.includes(topic));
    if (missing.length > 0) {
      findings.push(
        warn('Kafka topics', `${missing.join(', ')} does not exist`, 'Name what there is with --topics.'),
      );
    }
    findings.push(await checkKafkaClock(cluster, found, ranges));
    const committed = await cluster.committed(group, found);
    const lag = [...ranges].reduce((sum, [key, { high }]) => sum + (high - (committed.get(key) ?? high)), 0n);
    findings.push(
      committed.size === 0
        ? unknownGroup(group, await storedPositions(clusterId, found))
        : await checkGroup(kafka, group, lag),
    );
    const beyond = [...ranges.values()].filter(({ log, high }) => (committed.get(logKey(log)) ?? 0n) > high);
    if (beyond.length > 0) {
      const named = beyond.map(({ log }) => logKey(log)).join(', ');
      findings.push(
        warn(
          'Kafka topics',
          `${named} ends before the group's offset: made anew`,
          'Watch it under another --group.',
        ),
      );
    }
  } catch (error) {
    findings.push(fail('Kafka', error));
  } finally {
    await cluster.close();
  }
  return findings;
}

async function checkGroup(
  kafka: ReturnType<typeof createKafka>,
  group: string,
  lag: bigint,
): Promise<Finding> {
  const offsets = await connectGroupOffsets(kafka);
  try {
    const members = await offsets.members(group);
    const state = `${group}: ${members.length} member${members.length === 1 ? '' : 's'}, lag ${lag} records`;
    if (members.length === 0 && lag > 0n) {
      return warn('Kafka group', state, 'Nobody reads: start esm-monitor watch.');
    }
    return ok('Kafka group', state);
  } finally {
    await offsets.close();
  }
}

/** Positions are Postgres's; the offsets in Kafka only follow them, and expire. */
function unknownGroup(group: string, stored: number | undefined): Finding {
  if (stored === undefined)
    return ok('Kafka group', `${group} is new to Kafka; whether Postgres knows it can't be told`);
  return stored === 0
    ? ok('Kafka group', `${group} is new: --from says where it starts`)
    : ok(
        'Kafka group',
        `${group} has no offsets in Kafka; watch goes on where Postgres holds it, in ${stored} partitions`,
      );
}
