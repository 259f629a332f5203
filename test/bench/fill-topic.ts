import { CompressionTypes, type Kafka } from 'kafkajs';
import { benchRecord, type RecordMix } from './records.ts';

const partitions = 6;
const recordsPerRequest = 2_000;

/** Creates a topic and writes the mix to it, spread over the partitions in runs, as batching producers do. */
export async function fillTopic(
  kafka: Kafka,
  topic: string,
  mix: RecordMix,
  compression: CompressionTypes = CompressionTypes.None,
): Promise<void> {
  await createTopic(kafka, topic);
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  for (let start = 0; start < mix.records; start += recordsPerRequest * partitions) {
    const sends = Array.from({ length: partitions }, (_, partition) => {
      const first = start + partition * recordsPerRequest;
      const count = Math.max(Math.min(recordsPerRequest, mix.records - first), 0);
      const messages = Array.from({ length: count }, (_, i) => ({
        partition,
        value: benchRecord(first + i, mix),
      }));
      return producer.send({ topic, messages, compression, acks: 1 });
    });
    await Promise.all(sends);
  }
  await producer.disconnect();
}

/** An empty topic of six partitions. */
export async function createTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
  await admin.disconnect();
}
