import type { KafkaConfig } from '../config/kafka-config.ts';
import { createKafka } from '../kafka/client.ts';
import { type Cluster, connectCluster } from '../kafka/cluster.ts';
import { connectGroupOffsets } from '../kafka/group-offsets.ts';
import { resolveTopics } from '../kafka/topics.ts';
import { logKey } from '../log-key.ts';
import { checkKafkaClock } from './check-kafka-clock.ts';
import { checkKafkaVersion } from './check-kafka-version.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Looks at the brokers, the topics, and the group with its lag by the committed offsets. */
export async function checkKafka({
  brokers,
  access,
  topics,
  topicsNamed,
  group,
}: KafkaConfig): Promise<readonly Finding[]> {
  const kafka = createKafka({ brokers, access, clientId: 'esm-monitor doctor' });
  let cluster: Cluster;
  try {
    cluster = await connectCluster(kafka, brokers);
  } catch (error) {
    return [fail('Kafka', error)];
  }
  const findings: Finding[] = [];
  try {
    findings.push(ok('Kafka', `${brokers.join(', ')} answers, cluster ${await cluster.id()}`));
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
    findings.push(await checkGroup(kafka, group, committed.size, lag));
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
  positions: number,
  lag: bigint,
): Promise<Finding> {
  const offsets = await connectGroupOffsets(kafka);
  try {
    const members = await offsets.members(group);
    const state = `${group}: ${members.length} member${members.length === 1 ? '' : 's'}, lag ${lag} records`;
    if (positions === 0) return ok('Kafka group', `${group} is new: --from says where it starts`);
    if (members.length === 0 && lag > 0n) {
      return warn('Kafka group', state, 'Nobody reads: start esm-monitor watch.');
    }
    return ok('Kafka group', state);
  } finally {
    await offsets.close();
  }
}
