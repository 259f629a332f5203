import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aKafka, aTopic, groups, produce } from '../support/a-topic.ts';
import { servers } from '../support/servers.ts';

test('explains a record in Kafka, says which offsets there are, and leaves no group behind', async () => {
  const topic = await aTopic();
  await produce(topic, ['one', '{"level":"fatal","service":"billing","message":"two"}', 'three']);
  const at = (offset: string) =>
    runMonitorProcess(['explain', '--json', '--topic', topic, '--partition', '0', '--offset', offset], {
      KAFKA_BROKERS: servers().brokers,
    });

  const [found, beyond] = [at('1'), at('7')];

  expect(await found.ended()).toBe(0);
  expect(JSON.parse(found.stdout())).toMatchObject({ level: 'CRITICAL', service: 'billing', message: 'two' });
  expect(await beyond.ended()).toBe(2);
  expect(beyond.stderr()).toContain('That partition holds the offsets 0 to 2.');
  expect(await groups()).not.toContainEqual(expect.stringContaining('explain'));
});

test('says that an offset holds no record, that a log is empty, or that there is none', async () => {
  const [topic, empty] = [await aTopic(), await aTopic()];
  const producer = aKafka().producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: [{ value: 'one' }] });
  await transaction.commit();
  await producer.disconnect();

  const marker = await explain(topic, 0, '1');

  expect(marker).toMatchObject({ code: 2, stdout: '' });
  expect(marker.stderr).toBe(
    `There is no record at ${topic}/0, offset 1.\nA marker of a transaction stands there, or compaction took it.\n`,
  );
  expect(await explain(empty, 0, '0')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('That partition holds no records.'),
  });
  expect(await explain(topic, 7, '0')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`Kafka has no ${topic}/7.`),
  });
});

test('ends in order at Ctrl-C while it waits for a broker', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;

  const explaining = runMonitorProcess(['explain', '--topic', 'any', '--partition', '0', '--offset', '0'], {
    KAFKA_BROKERS: `127.0.0.1:${port}`,
  });
  await once(silent, 'connection');

  expect(await explaining.end('SIGINT')).toBe(0);
  expect(explaining.stderr()).toBe('');
});

async function explain(topic: string, partition: number, offset: string) {
  return await runCommand(
    ['explain', '--topic', topic, '--partition', String(partition), '--offset', offset],
    { env: { KAFKA_BROKERS: servers().brokers } },
  );
}
