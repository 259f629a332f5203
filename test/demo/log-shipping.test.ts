import { expect, test } from 'vitest';
import { createLogging } from '../../demo-stack/instrumentation/create-logger.ts';
import { createTracing } from '../../demo-stack/instrumentation/tracing.ts';
import { createKafka } from '../../demo-stack/services/shared/kafka.ts';
import { aKafka, aTopic } from '../support/a-topic.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

test("ships the Python services' record: errors to their own topic, with stack, causes, place and trace id", async () => {
  const [topic, errorTopic] = await Promise.all([aTopic(), aTopic()]);
  const tracing = createTracing();
  const kafka = createKafka('billing', [servers().brokers]);
  const logging = createLogging({
    service: 'billing',
    kafka,
    tracing,
    topic,
    errorTopic,
    level: 'debug',
    echo: false,
  });
  const trace = tracing.begin(undefined);

  logging.log.debug('one');
  logging.log.warn({ order: 7 }, 'two');
  tracing.within(trace, function pay() {
    logging.log.error(new Error('declined', { cause: new TypeError('no card') }), 'payment failed');
  });
  logging.log.fatal('the end');
  const unsent = await logging.close(5_000);

  const [others, errors] = await Promise.all([read(topic, 2), read(errorTopic, 2)]);
  expect(unsent).toBe(0);
  expect(others.map(({ level, message }) => [level, message])).toEqual([
    ['DEBUG', 'one'],
    ['WARNING', 'two'],
  ]);
  expect(others[1]).toMatchObject({ order: 7 });
  expect(errors[0]).toEqual({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    level: 'ERROR',
    logger: 'billing.log-shipping.test',
    message: 'payment failed',
    module: 'log-shipping.test',
    function: 'pay',
    line: expect.any(Number),
    service: 'billing',
    host: expect.any(String),
    thread: 'main',
    process: process.pid,
    exception: expect.stringMatching(
      /^Error: declined\n {4}at pay[\s\S]*\ncaused by: TypeError: no card\n {4}at /,
    ),
    trace_id: trace.traceId,
  });
  expect(errors[1]).toMatchObject({ level: 'CRITICAL', message: 'the end' });
});

test('says how many it could not send when Kafka is away, without making the writer wait', async () => {
  const kafka = createKafka('billing', ['127.0.0.1:1']);
  const logging = createLogging({ service: 'billing', kafka, tracing: createTracing(), echo: false });

  const since = performance.now();
  for (let n = 0; n < 1_000; n += 1) logging.log.info('nobody hears it');
  const tookMs = performance.now() - since;
  const unsent = await logging.close(300);

  expect(unsent).toBe(1_000);
  expect(tookMs).toBeLessThan(500);
});

async function read(topic: string, count: number): Promise<readonly { readonly [field: string]: unknown }[]> {
  const consumer = aKafka().consumer({ groupId: topic, maxWaitTimeInMs: 100 });
  const records: { readonly [field: string]: unknown }[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => void records.push(JSON.parse(String(message.value))),
    });
    await waitFor('the records', () => records.length >= count);
  } finally {
    await consumer.disconnect();
  }
  return records;
}
