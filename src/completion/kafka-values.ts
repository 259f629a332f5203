import { kafkaConfig } from '../config/kafka-config.ts';
import type { Environment } from '../config/settings.ts';
import { createKafka } from '../kafka/client.ts';
import { connectCluster } from '../kafka/cluster.ts';
import type { Candidate } from './complete.ts';

/** Topics of the cluster, without Kafka's own. */
export async function existingTopics(env: Environment): Promise<readonly Candidate[]> {
  const { brokers, access } = kafkaConfig({}, env, Date.now());
  const kafka = createKafka({ brokers, access, clientId: 'esm-monitor completion', retries: 0 });
  const cluster = await connectCluster(kafka, brokers);
  try {
    const topics = (await cluster.topics()).filter((topic) => !topic.startsWith('__'));
    return topics.toSorted().map((value) => ({ value, description: '' }));
  } finally {
    await cluster.close();
  }
}
