/**
 * Writes the benchmark's records at a steady rate until its stdin ends.
 *
 * Arguments: brokers, topic, records a second, and of how many records one is an error. Prints the number of records.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka } from '../../../src/kafka/client.ts';
import { benchRecord } from '../records.ts';

const tickMs = 25;
const [brokers = '', topic = '', perSecond = '0', errorEvery = '20'] = process.argv.slice(2);
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
while (!ended) {
  const due = Math.floor(((performance.now() - startedAt) / 1_000) * Number(perSecond));
  const now = Date.now();
  const messages = Array.from({ length: due - sent }, (_, i) => ({
    value: benchRecord(sent + i, { records: due, errorEvery: Number(errorEvery) }, now),
  }));
  sent = due;
  if (messages.length > 0) await producer.send({ topic, messages, acks: 1 });
  await sleep(tickMs);
}
await producer.disconnect();
process.stdout.write(`${sent}\n`);
