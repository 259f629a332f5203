/**
 * The yardstick: a kafkajs consumer that only counts, with the monitor's fetch settings.
 *
 * Arguments: brokers, topic, records to count. Prints one line of JSON: seconds from the first batch to the last.
 */
import { createKafka } from '../../../src/kafka/client.ts';
import { fetchSettings } from '../../../src/kafka/consumer-source.ts';

const [brokers = '', topic = '', records = '0'] = process.argv.slice(2);
const kafka = createKafka({ brokers: brokers.split(','), clientId: 'bench-bare' });
const consumer = kafka.consumer({ groupId: `bare-${Date.now()}`, ...fetchSettings });
const done = Promise.withResolvers<void>();
let counted = 0;
let firstAt = 0;

await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatchAutoResolve: false,
  eachBatch: async ({ batch, resolveOffset }) => {
    firstAt ||= performance.now();
    counted += batch.messages.length;
    resolveOffset(batch.lastOffset());
    if (counted >= Number(records)) done.resolve();
  },
});
await done.promise;
const seconds = (performance.now() - firstAt) / 1_000;
const { user, system } = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMiB: process.resourceUsage().maxRSS / 1_024 })}\n`,
);
await consumer.disconnect();
