import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { closedDatabase } from '../../demo-stack/scenarios/faults.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { aDatabase } from '../support/a-database.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aKafka, produce } from '../support/a-topic.ts';
import { type AWorld, aWorld } from '../support/a-world.ts';
import { ask, aUser } from '../support/an-answer.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

test('shows one failed request under one trace id in all the services that it passed', async () => {
  const world = await aWorld();
  const monitor = await aMonitor(world);
  const { id: userId } = await aUser(world.services['user-management'].url(), 'trace@example.com');
  const outage = closedDatabase({
    services: world.services,
    mail: world.mail,
    kafka: aKafka(),
    userDatabaseUrl: world.databases['user-management'],
    registrationTopic: world.registrationTopic,
  });
  const traceId = randomBytes(16).toString('hex');

  await outage.begin();
  const refused = await ask(world.services['task-processing'].url(), 'POST', '/tasks', {
    headers: { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` },
    body: { userId, kind: 'report', input: { subject: 'Figures' } },
  });
  const health = await fetch(`${world.services['user-management'].url()}/health`);
  await outage.end();
  await waitFor('the errors', () => monitor.stdout().includes(traceId));
  await monitor.end();

  const errors = await queryErrors(monitor.env);
  const ofRequest = errors.filter(({ traceId: its }) => its === traceId);
  expect(refused).toMatchObject({ status: 503, body: { traceId } });
  expect(health.status).toBe(503);
  expect(new Set(ofRequest.map(({ service }) => service))).toEqual(
    new Set(['user-management', 'task-processing']),
  );
  expect(ofRequest.every(({ stack }) => stack !== null)).toBe(true);
});

test('follows a registration over Kafka to the mail that bounced, and skips poison events', async () => {
  const world = await aWorld();
  const monitor = await aMonitor(world);
  const users = world.services['user-management'].url();
  const traceId = randomBytes(16).toString('hex');
  const headers = { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };

  await produce(world.registrationTopic, ['{"userId"', 'null', { value: null }]);
  await ask(users, 'POST', '/users/register', {
    headers,
    body: { email: 'typo@bounce.example', password: 'correct horse battery', name: 'Ada' },
  });
  await waitFor('the errors', async () => (await queryErrors(monitor.env)).length >= 4);
  await monitor.end();

  const errors = await queryErrors(monitor.env);
  const bounced = errors.filter((error) => error.traceId === traceId);
  expect(bounced).toEqual([
    expect.objectContaining({
      service: 'notification',
      message: expect.stringContaining('could not be sent'),
    }),
  ]);
  expect(errors.filter(({ message }) => message.startsWith('Event skipped')).length).toBe(3);
});

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

    expect(answers.every(({ status }) => status === 202)).toBe(true);
    const ids = new Set(failed.filter(isFailedTask).map((text) => JSON.parse(text).message));
    expect(ids.size).toBe(20);
  } finally {
    await stop();
  }
}, 90_000);

const isFailedTask = (text: string) => text.includes('(import) failed');

type Line = {
  readonly service: string;
  readonly message: string;
  readonly traceId: string;
  readonly stack: string;
};

async function aMonitor({ logTopics }: AWorld) {
  const env = { KAFKA_BROKERS: servers().brokers, DATABASE_URL: await aDatabase() };
  const topics = logTopics.join(',');
  const args = ['watch', '--headless', '--topics', topics, '--group', logTopics[0], '--from', 'earliest'];
  return { ...runMonitorProcess(args, env), env };
}

async function queryErrors(env: { readonly [name: string]: string }): Promise<readonly Line[]> {
  const query = runMonitorProcess(['query', '--json', '--limit', '500'], env);
  await query.ended();
  const lines = query.stdout().trimEnd().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
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
