import { expect, test } from 'vitest';
import { createReadNeighbours } from '../../src/monitor/read-neighbours.ts';
import type { LogId } from '../../src/types.ts';
import { aKafka, aTopic, deleteBelow, groups, produce } from '../support/a-topic.ts';
import { servers } from '../support/servers.ts';

const brokers = () => servers().brokers.split(',');
const never = new AbortController().signal;

/** A log of 60 records: every tenth is an ERROR, the others INFO. */
async function aLog() {
  const topic = await aTopic();
  const values = Array.from({ length: 60 }, (_, n) => {
    const level = n % 10 === 0 ? 'ERROR' : 'INFO';
    return JSON.stringify({ level, service: 'billing', message: `step ${n}, password=hunter${n}` });
  });
  await produce(topic, values);
  return { topic, partition: 0 };
}

test('reads the records of every severity at the offsets, redacted, and says what the log holds', async () => {
  const log = await aLog();

  const found = await createReadNeighbours({ brokers: brokers() })(log, 8n, 13n, never);

  expect(found).toMatchObject({ low: 0n, high: 60n });
  expect(found.neighbours.map(({ offset }) => offset)).toEqual([8n, 9n, 10n, 11n, 12n]);
  expect(found.neighbours.map((each) => ('severity' in each ? each.severity : null))).toEqual([
    'INFO',
    'INFO',
    'ERROR',
    'INFO',
    'INFO',
  ]);
  expect(found.neighbours[2]).toMatchObject({ ...log, service: 'billing', part: 0 });
  expect(found.neighbours[2]).toHaveProperty('message', expect.stringContaining('[REDACTED'));
  expect(
    JSON.stringify(found, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain('hunter');
});

test('joins no group and leaves none behind', async () => {
  const log = await aLog();
  const before = await groups();

  await createReadNeighbours({ brokers: brokers() })(log, 0n, 60n, never);

  expect(await groups()).toEqual(before);
});

test('leaves out what retention has deleted and what is not written yet', async () => {
  const log = await aLog();
  await deleteBelow(log.topic, '20');

  const found = await createReadNeighbours({ brokers: brokers() })(log, 10n, 90n, never);

  expect(found).toMatchObject({ low: 20n, high: 60n });
  expect(found.neighbours[0]?.offset).toBe(20n);
  expect(found.neighbours.at(-1)?.offset).toBe(59n);
});

test('answers without a record where retention has passed all of them', async () => {
  const log = await aLog();
  await deleteBelow(log.topic, '30');

  const found = await createReadNeighbours({ brokers: brokers() })(log, 3n, 9n, never);

  expect(found).toEqual({ low: 30n, high: 60n, neighbours: [] });
});

test('shows what can not be read as such, and each event of a record that holds several', async () => {
  const topic = await aTopic();
  const body = (text: string) => ({ severityText: 'WARN', body: { stringValue: text } });
  const otlp = { resourceLogs: [{ scopeLogs: [{ logRecords: [body('one'), body('two')] }] }] };
  await produce(topic, [{ value: null }, JSON.stringify(otlp)]);

  const { neighbours } = await createReadNeighbours({ brokers: brokers() })(
    { topic, partition: 0 },
    0n,
    9n,
    never,
  );

  expect(neighbours).toMatchObject([
    { offset: 0n, reason: expect.any(String) },
    { offset: 1n, part: 0, severity: 'WARN', message: 'one' },
    { offset: 1n, part: 1, severity: 'WARN', message: 'two' },
  ]);
});

test('passes over the markers of transactions', async () => {
  const topic = await aTopic();
  const producer = aKafka().producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (const value of ['first', 'second']) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value }] });
    await transaction.commit();
  }
  await producer.disconnect();

  const { neighbours, high } = await createReadNeighbours({ brokers: brokers() })(
    { topic, partition: 0 },
    0n,
    9n,
    never,
  );

  expect(neighbours.map(({ offset }) => offset)).toEqual([0n, 2n]);
  expect(high).toBe(4n);
});

test('says that no broker answers, or that the topic is gone', async () => {
  const log = { topic: await aTopic(), partition: 0 };

  const from = (at: readonly string[], wanted: LogId) =>
    createReadNeighbours({ brokers: at })(wanted, 0n, 1n, never);

  const answers = await Promise.allSettled([
    from(['127.0.0.1:1'], log),
    from(brokers(), { topic: 'never-made', partition: 0 }),
    from(brokers(), { ...log, partition: 7 }),
  ]);

  expect(answers).toMatchObject(
    ['KAFKA_UNREACHABLE', 'TOPIC_UNKNOWN', 'TOPIC_UNKNOWN'].map((code) => ({ reason: { code } })),
  );
});

test('stops at once when it is not wanted any more', async () => {
  const log = { topic: await aTopic(), partition: 0 };
  const reason = new Error('Esc');

  const reading = createReadNeighbours({ brokers: ['127.0.0.1:1'] })(log, 0n, 1n, AbortSignal.abort(reason));

  await expect(reading).rejects.toBe(reason);
});
