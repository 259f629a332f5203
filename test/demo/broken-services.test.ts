import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closedDatabase } from '../../demo-stack/scenarios/faults.ts';
import { aDatabase } from '../support/a-database.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aKafka, produce } from '../support/a-topic.ts';
import { type AWorld, aWorld } from '../support/a-world.ts';
import { ask, aUser } from '../support/an-answer.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

let world: AWorld;
const cleanUps: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await aWorld({}, (task) => cleanUps.unshift(task));
});

afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
});

test('shows one failed request under one trace id in all the services that it passed', async () => {
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
  await waitFor('an error of each service', () => {
    const lines = monitor
      .stdout()
      .split('\n')
      .filter((line) => line.includes(traceId));
    return ['user-management', 'task-processing'].every((service) =>
      lines.some((line) => line.includes(`"service":"${service}"`)),
    );
  });
  await monitor.end();

  const errors = await queryErrors(monitor.env);
  const ofRequest = errors.filter(({ traceId: its }) => its === traceId);
  expect(refused).toMatchObject({ status: 503, body: { traceId } });
  expect(health.status).toBe(503);
  expect(new Set(ofRequest.map(({ service }) => service))).toEqual(
    new Set(['user-management', 'task-processing']),
  );
  expect(ofRequest.every(({ stack }) => stack !== null)).toBe(true);
  expect(ofRequest.map(({ exceptionType }) => exceptionType)).toContain('DatabaseClosedError');
});

test('follows a registration over Kafka to the mail that bounced, and skips poison events', async () => {
  const monitor = await aMonitor(world);
  const users = world.services['user-management'].url();
  const traceId = randomBytes(16).toString('hex');
  const headers = { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };

  await produce(world.registrationTopic, ['{"userId"', 'null', { value: null }]);
  await ask(users, 'POST', '/users/register', {
    headers,
    body: { email: 'typo@bounce.example', password: 'correct horse battery', name: 'Ada' },
  });
  await waitFor(
    'the errors',
    async () => (await queryErrors(monitor.env)).filter(isOfNotification).length >= 4,
  );
  await monitor.end();

  const errors = await queryErrors(monitor.env);
  const bounced = errors.filter((error) => error.traceId === traceId);
  expect(bounced).toEqual([
    expect.objectContaining({
      service: 'notification',
      message: expect.stringMatching(/^Welcome mail not sent: .*No such mailbox/),
      fields: expect.objectContaining({ version: '1.1.0' }),
    }),
  ]);
  expect(errors.filter(({ message }) => message.startsWith('Event skipped')).length).toBe(3);
});

test('goes on when a connection that it holds is ended, and loses no event', async () => {
  const users = world.services['user-management'];
  const admin = new Client({ connectionString: world.databases['user-management'] });
  await admin.connect();
  const endHeldConnections = () =>
    admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'user-management' AND state = 'idle in transaction'`,
    );

  // Much to publish, so that the relay is often found waiting for Kafka with a connection in its hands.
  await admin.query(
    `INSERT INTO outbox (topic, key, value) SELECT $1, n::text, '{}' FROM generate_series(1, 20000) AS n`,
    [world.logTopics[0]],
  );
  await waitFor('a connection that is held', async () => (await endHeldConnections()).rowCount === 1);
  await admin.query('TRUNCATE outbox');
  await admin.end();
  const { id } = await aUser(users.url(), 'relayed@example.com');
  await waitFor('the welcome mail', async () => {
    const { body } = await ask(world.services.notification.url(), 'GET', `/notifications?userId=${id}`);
    return Object.keys(body).length === 1;
  });
  const health = await fetch(`${users.url()}/health`);

  expect(health.status).toBe(200);
});

const isOfNotification = ({ service }: Line) => service === 'notification';

type Line = {
  readonly service: string;
  readonly message: string;
  readonly traceId: string;
  readonly stack: string;
  readonly exceptionType: string | null;
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
