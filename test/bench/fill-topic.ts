import { CompressionTypes, type Kafka } from 'kafkajs';
import { benchRecord, type RecordMix } from './records.ts';

const recordsPerRequest = 2_000;

export type TopicForm = {
  /** 6 where it is left out. */
  readonly partitions?: number;
  readonly compression?: CompressionTypes;
};

/** Creates a topic and writes the mix to it, spread over the partitions in runs, as batching producers do. */
export async function fillTopic(
  kafka: Kafka,
  topic: string,
  mix: RecordMix,
  { partitions = 6, compression = CompressionTypes.None }: TopicForm = {},
): Promise<void> {
  await createTopic(kafka, topic, partitions);
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const runs = Math.ceil(mix.records / recordsPerRequest);
  for (let start = 0; start < runs; start += 6) {
    const sends = Array.from({ length: Math.min(6, runs - start) }, (_, i) => {
      const run = start + i;
      const first = run * recordsPerRequest;
      const count = Math.min(recordsPerRequest, mix.records - first);
      const messages = Array.from({ length: count }, (_, j) => ({
        partition: run % partitions,
        value: benchRecord(first + j, mix),
      }));
      return producer.send({ topic, messages, compression, acks: 1 });
    });
    await Promise.all(sends);
  }
  await producer.disconnect();
}

/** An empty topic. */
export async function createTopic(kafka: Kafka, topic: string, partitions = 6): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
  await admin.disconnect();
}
