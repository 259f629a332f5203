import { expect, test } from 'vitest';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { poisonEvents } from '../../demo-stack/scenarios/faults.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { aKafka, aTopic } from '../support/a-topic.ts';
import { waitFor } from '../support/wait-for.ts';

test('lets the demo go on without poison while Kafka answers nothing, and publishes it when Kafka is back', async () => {
  const { brokers, controls, stop } = await startServers({ wanted: ['kafka'], env: {} });
  const admin = aKafka(brokers).admin();
  try {
    const registrationTopic = await aTopic(1, {}, aKafka(brokers));
    const kafka = createKafka({ brokers: [brokers], clientId: 'test', retries: 0 });
    const fault = poisonEvents({ kafka, registrationTopic });
    await admin.connect();

    await controls.kafka?.pause();
    await expect(fault.begin()).resolves.toBeUndefined();
    await controls.kafka?.resume();

    await waitFor('poison', async () => {
      await fault.begin();
      const [partition] = await admin.fetchTopicOffsets(registrationTopic);
      return Number(partition?.offset) >= 3;
    });
  } finally {
    await admin.disconnect();
    await stop();
  }
}, 90_000);
