/**
 * The yardstick: a kafkajs consumer that only counts, with the monitor's fetch settings.
 *
 * Arguments: brokers, topic, records to count. Prints one line of JSON: seconds from joining the group to the last batch,
 * by the clock that the monitor is measured with.
 */
import { createKafka } from '../../../src/kafka/client.ts';
import { fetchSettings } from '../../../src/kafka/consumer-source.ts';

const [brokers = '', topic = '', records = '0'] = process.argv.slice(2);
const kafka = createKafka({ brokers: brokers.split(','), clientId: 'bench-bare' });
const consumer = kafka.consumer({ groupId: `bare-${Date.now()}`, ...fetchSettings });
const done = Promise.withResolvers<void>();
let counted = 0;
let joinedAt = 0;

await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
consumer.on(consumer.events.GROUP_JOIN, () => {
  joinedAt ||= performance.now();
});
await consumer.run({
  autoCommit: false,
  eachBatchAutoResolve: false,
  eachBatch: async ({ batch, resolveOffset }) => {
    counted += batch.messages.length;
    resolveOffset(batch.lastOffset());
    if (counted >= Number(records)) done.resolve();
  },
});
await done.promise;
const seconds = (performance.now() - joinedAt) / 1_000;
const { user, system } = process.cpuUsage();
process.stdout.write(
  `${JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMiB: process.resourceUsage().maxRSS / 1_024 })}\n`,
);
await consumer.disconnect();
