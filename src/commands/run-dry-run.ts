import type { KafkaConfig } from '../config/kafka-config.ts';
import { newestRecords } from '../doctor/newest-records.ts';
import { createKafka } from '../kafka/client.ts';
import { connectCluster } from '../kafka/cluster.ts';
import { readRanges } from '../kafka/read-ranges.ts';
import { resolveTopics } from '../kafka/topics.ts';
import { errorLine, toLine, write } from '../output/json-lines.ts';
import type { PipelineOptions } from '../pipeline/pipeline-options.ts';
import { createPipeline } from '../pipeline/process-batch.ts';
import type { Context } from './context.ts';

const wantedRecords = 100;

/** Reads the newest records and prints the errors among them as they would be stored; nothing is stored or moved. */
export async function runDryRun(
  { kafka: config, pipeline: options }: { readonly kafka: KafkaConfig; readonly pipeline: PipelineOptions },
  { stdout, stderr, signal }: Context,
): Promise<void> {
  const kafka = createKafka({
    brokers: config.brokers,
    access: config.access,
    clientId: 'esm-monitor doctor',
  });
  const cluster = await connectCluster(kafka, config.brokers);
  const logs = await (async () => {
    const topics = resolveTopics(config.topics, await cluster.topics(), config.topicsNamed);
    return [...(await cluster.ranges(topics)).values()];
  })().finally(() => cluster.close());
  const ranges = newestRecords(logs, wantedRecords);

  const pipeline = createPipeline(options);
  const sum = { records: 0, errors: 0, unreadable: 0 };
  await readRanges(
    kafka,
    config.brokers,
    ranges,
    async (batch) => {
      const result = pipeline(batch);
      sum.records += result.records;
      sum.errors += result.errors.length;
      sum.unreadable += result.deadLetters.length;
      for (const { offset, reason } of result.deadLetters) {
        stderr.write(
          `${batch.log.topic}/${batch.log.partition} offset ${offset} would be set aside: ${reason}\n`,
        );
      }
      await write(stdout, result.errors.map((error) => `${toLine(errorLine(error))}\n`).join(''));
    },
    signal,
  );
  stderr.write(
    `${sum.records} records read: ${sum.errors} errors would be stored, ${sum.unreadable} set aside. Nothing was.\n`,
  );
}
