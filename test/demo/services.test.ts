import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AWorld, aWorld } from '../support/a-world.ts';
import { type Answer, aPassword, ask, aUser } from '../support/an-answer.ts';
import { waitFor } from '../support/wait-for.ts';

let world: AWorld;
let users: string;
let tasks: string;
let notifications: string;
const cleanUps: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await aWorld({ env: { TASK_TIMEOUT_MS: '1500' } }, (task) => cleanUps.unshift(task));
  users = world.services['user-management'].url();
  tasks = world.services['task-processing'].url();
  notifications = world.services.notification.url();
});

afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
});

const somebody = '00000000-0000-4000-8000-000000000000';

test('registers a user, who changes the name, logs out and is gone after deleting the account', async () => {
  const email = 'grace@example.com';
  const body = { email, password: aPassword, name: 'Grace' };

  const registered = await ask(users, 'POST', '/users/register', { body });
  const again = await ask(users, 'POST', '/users/register', {
    body: { ...body, email: 'GRACE@example.com' },
  });
  const { token } = (await ask(users, 'POST', '/users/login', { body: { email, password: aPassword } })).body;
  const path = `/users/${registered.body.id}`;
  const headers = { authorization: `Bearer ${token}` };
  const before = await ask(users, 'GET', path);
  const changed = await ask(users, 'PUT', path, { headers, body: { name: 'Grace Hopper' } });
  const after = await ask(users, 'GET', path);
  const byNobody = await ask(users, 'DELETE', path);
  const deleted = await ask(users, 'DELETE', path, { headers });
  const gone = await ask(users, 'GET', path);
  const loggedOut = await ask(users, 'POST', '/users/logout', { headers });

  expect(registered).toMatchObject({ status: 201, body: { email, name: 'Grace' } });
  expect(JSON.stringify(registered.body)).not.toMatch(/password|scrypt/);
  expect(again.status).toBe(409);
  expect(before.body).toEqual(registered.body);
  expect(changed).toMatchObject({ status: 200, body: { name: 'Grace Hopper', email } });
  expect(after.body).toEqual(changed.body);
  expect([byNobody.status, deleted.status, gone.status, loggedOut.status]).toEqual([401, 204, 404, 401]);
});

test('lets nobody in with a wrong password, and nobody change another user', async () => {
  const [mine, theirs] = await Promise.all([aUser(users, 'a@example.com'), aUser(users, 'b@example.com')]);
  const headers = { authorization: `Bearer ${mine.token}` };

  const wrong = await ask(users, 'POST', '/users/login', {
    body: { email: 'a@example.com', password: 'guess' },
  });
  const unknown = await ask(users, 'POST', '/users/login', {
    body: { email: 'x@example.com', password: 'guess' },
  });
  const forbidden = await ask(users, 'PUT', `/users/${theirs.id}`, { headers, body: { name: 'Mallory' } });

  expect([wrong.status, unknown.status, forbidden.status]).toEqual([401, 401, 403]);
  expect(wrong.body).toEqual(unknown.body);
});

test('welcomes a user by mail once, and mails what a task asks for', async () => {
  const { id } = await aUser(users, 'mail@example.com');

  const added = await ask(tasks, 'POST', '/tasks', {
    body: { userId: id, kind: 'report', input: { subject: 'Figures' } },
  });
  const sent = async () => {
    const { body } = await ask(notifications, 'GET', `/notifications?userId=${id}`);
    return Object.values(body) as readonly { readonly subject: string; readonly status: string }[];
  };
  await waitFor('both mails', async () => (await sent()).length === 2);

  expect(added).toMatchObject({ status: 202, body: { status: 'queued', userId: id } });
  const subjects = (await sent()).map(({ subject, status }) => `${subject} ${status}`).sort();
  expect(subjects).toEqual(['Figures sent', 'Welcome sent']);
});

test('carries tasks out: one is done, one fails, one takes too long, one is cancelled', async () => {
  const { id: userId } = await aUser(users, 'tasks@example.com');
  const add = async (kind: string, input: object) => {
    const { body } = await ask(tasks, 'POST', '/tasks', { body: { userId, kind, input } });
    return `/tasks/${body.id}`;
  };

  const cancelled = await add('wait', { milliseconds: 60_000 });
  const cancelling = await ask(tasks, 'POST', `${cancelled}/cancel`);
  const paths = [
    await add('checksum', { text: 'abc' }),
    await add('import', { document: '[{"amount": 3}' }),
    await add('wait', { milliseconds: 60_000 }),
    cancelled,
  ];
  const read = () => Promise.all(paths.map((path) => ask(tasks, 'GET', path)));
  await waitFor('the tasks to end', async () =>
    (await read()).every(({ body }) => body.status !== 'queued' && body.status !== 'running'),
  );
  const [done, failed, late, stopped] = await read();
  const tooLate = await ask(tasks, 'POST', `${paths[0]}/cancel`);

  expect(cancelling.body.status).toBe('cancelled');
  expect(done?.body).toMatchObject({
    status: 'done',
    result: { sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
  });
  expect(failed?.body).toMatchObject({ status: 'failed', error: expect.stringContaining('JSON') });
  expect(late?.body.status).toBe('timed-out');
  expect(stopped?.body.status).toBe('cancelled');
  expect(tooLate.status).toBe(409);
});

type Bad = readonly [field: string, service: () => string, method: string, path: string, body: unknown];
const register = { email: 'e@example.com', password: aPassword, name: 'E' };
const badInputs: readonly Bad[] = [
  ['email', () => users, 'POST', '/users/register', { ...register, email: 'nobody' }],
  ['email', () => users, 'POST', '/users/register', { password: aPassword, name: 'E' }],
  ['password', () => users, 'POST', '/users/register', { ...register, password: 'short' }],
  ['name', () => users, 'POST', '/users/register', { ...register, name: 7 }],
  ['name', () => users, 'POST', '/users/register', { ...register, name: 'a\0b' }],
  ['role', () => users, 'POST', '/users/register', { ...register, role: 'admin' }],
  ['password', () => users, 'POST', '/users/login', { email: 'e@example.com' }],
  ['email', () => users, 'POST', '/users/login', { email: null, password: 'x' }],
  ['id', () => users, 'GET', '/users/7', undefined],
  ['id', () => users, 'DELETE', "/users/'%20OR%201=1", undefined],
  ['email', () => users, 'PUT', `/users/${somebody}`, { email: [] }],
  ['userId', () => tasks, 'POST', '/tasks', { userId: '7', kind: 'checksum', input: { text: 'x' } }],
  ['kind', () => tasks, 'POST', '/tasks', { userId: somebody, kind: 'dance', input: {} }],
  ['kind', () => tasks, 'POST', '/tasks', { userId: somebody, input: {} }],
  ['input.text', () => tasks, 'POST', '/tasks', { userId: somebody, kind: 'checksum', input: {} }],
  [
    'input.milliseconds',
    () => tasks,
    'POST',
    '/tasks',
    { userId: somebody, kind: 'wait', input: { milliseconds: -1 } },
  ],
  ['id', () => tasks, 'GET', '/tasks/none', undefined],
  ['id', () => tasks, 'POST', '/tasks/none/cancel', undefined],
  ['limit', () => tasks, 'GET', '/tasks?limit=0', undefined],
  ['status', () => tasks, 'GET', '/tasks?status=lost', undefined],
  ['order', () => tasks, 'GET', '/tasks?order=id', undefined],
  [
    'subject',
    () => notifications,
    'POST',
    '/notifications',
    { userId: somebody, subject: 'a\r\nBcc: x', text: 'x' },
  ],
  ['text', () => notifications, 'POST', '/notifications', { userId: somebody, subject: 'x', text: '\ud800' }],
  ['limit', () => notifications, 'GET', '/notifications?limit=many', undefined],
];

test.each<Bad>(badInputs)(
  'answers 400 and names the field %s',
  async (field, service, method, path, body) => {
    const answer = await ask(service(), method, path, { body });

    expect(answer).toMatchObject({ status: 400, body: { field, message: expect.stringContaining(field) } });
  },
);

test.each([
  ['no JSON', '{"email"', 400],
  ['a body that is too large', JSON.stringify({ name: 'x'.repeat(70_000) }), 413],
  ['an empty body', '', 400],
  ['a scalar', '7', 400],
])('refuses %s', async (_what, body, status) => {
  const answers = await Promise.all([
    ask(users, 'POST', '/users/register', { body }),
    ask(tasks, 'POST', '/tasks', { body }),
    ask(notifications, 'POST', '/notifications', { body }),
  ]);

  expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
});

test('answers 404 for what is not there', async () => {
  const task = { userId: somebody, kind: 'checksum', input: { text: 'x' } };
  const mail = { userId: somebody, subject: 'x', text: 'x' };

  const answers: readonly Answer[] = await Promise.all([
    ask(users, 'GET', `/users/${somebody}`),
    ask(tasks, 'GET', `/tasks/${somebody}`),
    ask(tasks, 'POST', `/tasks/${somebody}/cancel`),
    ask(tasks, 'POST', '/tasks', { body: task }),
    ask(notifications, 'POST', '/notifications', { body: mail }),
    ask(notifications, 'GET', '/nothing'),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
});

test('has health, metrics and an OpenAPI page in each service', async () => {
  for (const base of [users, tasks, notifications]) {
    const [health, metrics, page, api] = await Promise.all(
      ['/health', '/metrics', '/docs', '/docs/json'].map((path) => fetch(`${base}${path}`)),
    );

    expect(await health?.json()).toMatchObject({ status: 'up', dependencies: { postgres: { up: true } } });
    expect(await metrics?.text()).toMatch(/^http_request_duration_seconds_count\{/m);
    expect(page?.headers.get('content-type')).toContain('text/html');
    expect(await api?.json()).toMatchObject({ openapi: expect.any(String), paths: { '/health': {} } });
  }
});
