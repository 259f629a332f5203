/**
 * Writes the benchmark's records at a steady rate until its stdin ends.
 *
 * Arguments: brokers, topic, records a second, of how many records one is an error, number of services. Prints how many
 * records a second it really wrote.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka } from '../../../src/kafka/client.ts';
import { benchRecord } from '../records.ts';

const tickMs = 15;
const partitions = 6;
/** Of one request: kafkajs copies its list for each record of it, so large ones cost seconds, and Kafka takes 1 MB. */
const mostAtOnce = 500;
const [brokers = '', topic = '', perSecond = '0', errorEvery = '20', services = '3'] = process.argv.slice(2);
const mix = { errorEvery: Number(errorEvery), services: Number(services) };
const kafka = createKafka({ brokers: brokers.split(','), clientId: 'bench-load' });
const producer = kafka.producer({ allowAutoTopicCreation: false });
let ended = false;
process.stdin.on('end', () => {
  ended = true;
});
process.stdin.resume();

await producer.connect();
const startedAt = performance.now();
let sent = 0;
for (let turn = 0; !ended; turn++) {
  const due = Math.floor(((performance.now() - startedAt) / 1_000) * Number(perSecond));
  const now = Date.now();
  // All to one partition, in turns, as batching producers do: it costs half the CPU, which is then the monitor's.
  const messages = Array.from({ length: Math.min(due - sent, mostAtOnce) }, (_, i) => ({
    partition: turn % partitions,
    value: benchRecord(sent + i, { records: due, ...mix }, now),
  }));
  if (messages.length > 0) await producer.send({ topic, messages, acks: 1 });
  sent += messages.length;
  if (messages.length < mostAtOnce) await sleep(tickMs);
}
const seconds = (performance.now() - startedAt) / 1_000;
await producer.disconnect();
process.stdout.write(`${sent / seconds}\n`);
