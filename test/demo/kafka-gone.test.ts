import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { aWorld } from '../support/a-world.ts';
import { type Answer, ask, aUser } from '../support/an-answer.ts';
import { waitFor } from '../support/wait-for.ts';

/** Kafka is away until twenty tasks have failed; with ESM_TEST_LONG=1 for a minute, and twenty tasks fail each second. */
const awayMs = process.env.ESM_TEST_LONG === '1' ? 60_000 : 0;

test('keeps serving while Kafka is gone, and loses neither an error nor an event', async () => {
  const { brokers, controls, stop } = await startServers({ wanted: ['kafka'], env: {} });
  try {
    const world = await aWorld({ brokers });
    const tasks = world.services['task-processing'].url();
    const { id: userId } = await aUser(world.services['user-management'].url(), 'before@example.com');
    const addBroken = () =>
      ask(tasks, 'POST', '/tasks', { body: { userId, kind: 'import', input: { document: '{"n": 1' } } });
    const has = async (url: string, path: string, count: number) =>
      Object.keys((await ask(url, 'GET', path)).body).length === count;

    await controls.kafka?.stop();
    const away = sleep(awayMs).then(() => 'over');
    const late = await aUser(world.services['user-management'].url(), 'late@example.com');
    const answers: Answer[] = [];
    do {
      answers.push(...(await Promise.all(Array.from({ length: 20 }, addBroken))));
    } while ((await Promise.race([away, sleep(1_000)])) !== 'over');
    for (const status of ['queued', 'running'])
      await waitFor('the tasks to fail', () => has(tasks, `/tasks?userId=${userId}&status=${status}`, 0));
    await controls.kafka?.start();
    const failed = await readUntil(brokers, 'errors', (texts) => failedTasks(texts).size >= answers.length);
    await waitFor(
      'the welcome mail',
      () => has(world.services.notification.url(), `/notifications?userId=${late.id}`, 1),
      20_000,
    );

    await world.services.stop(); // before Kafka ends, which they would wait for

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(failedTasks(failed)).toEqual(new Set(answers.map(({ body }) => body.id)));
    process.stdout.write(`Kafka away for ${awayMs / 1_000} s or more: ${answers.length} errors, none lost\n`);
  } finally {
    await stop();
  }
}, 180_000);

/** Ids of the tasks that these log records tell of. */
function failedTasks(texts: readonly string[]): ReadonlySet<unknown> {
  const records: readonly { readonly message: string; readonly task_id?: string }[] = texts.map((text) =>
    JSON.parse(text),
  );
  return new Set(
    records.filter(({ message }) => message.startsWith('import task failed')).map(({ task_id: id }) => id),
  );
}

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
