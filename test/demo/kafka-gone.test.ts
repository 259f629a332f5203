import { expect, test } from 'vitest';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { aWorld } from '../support/a-world.ts';
import { ask, aUser } from '../support/an-answer.ts';
import { waitFor } from '../support/wait-for.ts';

test('keeps serving while Kafka is gone, and loses neither an error nor an event', async () => {
  const { brokers, controls, stop } = await startServers({ wanted: ['kafka'], env: {} });
  try {
    const world = await aWorld({ brokers });
    const tasks = world.services['task-processing'].url();
    const { id: userId } = await aUser(world.services['user-management'].url(), 'before@example.com');
    const addBroken = (n: number) =>
      ask(tasks, 'POST', '/tasks', { body: { userId, kind: 'import', input: { document: `{"n": ${n}` } } });

    await controls.kafka?.stop();
    const late = await aUser(world.services['user-management'].url(), 'late@example.com');
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => addBroken(n)));
    await waitFor('the tasks to fail', async () => {
      const { body } = await ask(tasks, 'GET', `/tasks?userId=${userId}&status=failed&limit=100`);
      return Object.keys(body).length === 20;
    });
    await controls.kafka?.start();
    const failed = await readUntil(brokers, 'errors', (texts) => texts.filter(isFailedTask).length >= 20);
    await waitFor(
      'the welcome mail',
      async () => {
        const url = world.services.notification.url();
        const { body } = await ask(url, 'GET', `/notifications?userId=${late.id}`);
        return Object.keys(body).length === 1;
      },
      20_000,
    );

    await world.services.stop(); // before Kafka ends, which they would wait for

    expect(answers.every(({ status }) => status === 202)).toBe(true);
    const ids = new Set(failed.filter(isFailedTask).map((text) => JSON.parse(text).message));
    expect(ids.size).toBe(20);
  } finally {
    await stop();
  }
}, 90_000);

const isFailedTask = (text: string) => text.includes('(import) failed');

async function readUntil(
  brokers: string,
  topic: string,
  enough: (texts: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const consumer = createKafka({ brokers: [brokers], clientId: 'test' }).consumer({ groupId: 'test-reader' });
  const texts: string[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void texts.push(String(message.value)) });
    await waitFor(`enough records in ${topic}`, () => enough(texts), 30_000);
  } finally {
    await consumer.disconnect();
  }
  return texts;
}
