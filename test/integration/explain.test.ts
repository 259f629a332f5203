import { expect, test } from 'vitest';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aTopic, groups, produce } from '../support/a-topic.ts';
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
