import type { Kafka } from 'kafkajs';
import type { KafkaConfig } from '../../config/kafka-config.ts';
import type { StoreConfig } from '../../config/store-config.ts';
import { createKafka } from '../../kafka/client.ts';
import { type Cluster, connectCluster } from '../../kafka/cluster.ts';
import { resolveTopics } from '../../kafka/topics.ts';
import type { PipelineOptions } from '../../pipeline/pipeline-options.ts';
import { openConfiguredDatabase } from '../../postgres/open-store.ts';
import type { Database } from '../../postgres/pool.ts';
import { makePlan } from '../../replay/make-plan.ts';
import type { PlanRow } from '../../replay/plan.ts';
import type { RewindTarget } from '../../replay/target.ts';
import type { Zone } from '../../time/time-zone.ts';
import type { ClosingStack } from '../closing.ts';
import type { Context } from '../context.ts';

export type ReplayRun = {
  readonly target: RewindTarget;
  /** End of what is printed or repaired, ms since the epoch. */
  readonly until: number | undefined;
  /** None means all. */
  readonly partitions: readonly number[];
  readonly kafka: KafkaConfig;
  readonly store: StoreConfig;
  readonly pipeline: PipelineOptions;
  readonly zone: Zone;
  readonly dryRun: boolean;
  readonly yes: boolean;
};

/** The servers of a replay, and its plan. */
export type OpenReplay = {
  readonly kafka: Kafka;
  readonly cluster: Cluster;
  readonly clusterId: string;
  readonly database: Database;
  readonly topics: readonly string[];
  readonly plan: readonly PlanRow[];
};

/**
 * Opens what a replay needs, each closed by `closing`, and makes the plan; nothing is changed.
 *
 * @param counting - What is read will be stored.
 */
export async function openReplay(
  run: ReplayRun,
  closing: ClosingStack,
  context: Context,
  counting = true,
): Promise<OpenReplay> {
  const { brokers, access, group, topicsNamed } = run.kafka;
  const kafka = createKafka({ brokers, access, clientId: 'esm-monitor replay' });
  const cluster = await connectCluster(kafka, brokers);
  closing.defer(() => cluster.close());
  const topics = resolveTopics(run.kafka.topics, await cluster.topics(), topicsNamed);
  const database = await openConfiguredDatabase(
    { ...run.store, poolSize: 2 },
    'esm-monitor replay',
    context.signal,
  );
  closing.defer(() => database.close());
  const clusterId = await cluster.id();
  const { target, partitions } = run;
  const plan = await makePlan({ cluster, clusterId, database, group, topics, partitions, target, counting });
  return { kafka, cluster, clusterId, database, topics, plan };
}
