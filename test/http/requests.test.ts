import { expect, test } from 'vitest';
import { anHttp } from '../support/an-http.ts';

const get = [
  '/api/v1/logs/errors',
  '/api/v1/logs/errors/billing',
  '/api/v1/logs/stats',
  '/api/v1/logs/services',
  '/api/v1/incidents',
  '/api/v1/grafana',
  '/health',
  '/metrics',
  '/openapi.json',
  '/nowhere',
];
const post = ['/api/v1/grafana/search', '/api/v1/grafana/query', '/api/v1/grafana/annotations'];
const requests = [
  ...get.map((url) => ({ method: 'GET', url }) as const),
  ...post.map((url) => ({ method: 'POST', url, payload: {} }) as const),
];
const aFailure = { error: expect.any(String), message: expect.any(String), hint: expect.any(String) };
const token = 'correct-horse';

test('lets nobody in without the token, on any route', async () => {
  const app = await anHttp({ token });
  const wrong = [
    undefined,
    '',
    token,
    'Bearer',
    'Bearer wrong',
    `Bearer ${token}x`,
    `Basic ${token}`,
    `Bearer  x${token}`,
  ];

  for (const request of requests)
    for (const authorization of wrong) {
      const answer = await app.inject({
        ...request,
        headers: authorization === undefined ? {} : { authorization },
      });

      expect(answer.statusCode, request.url).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
      expect(answer.json()).toEqual(aFailure);
      expect(answer.body).not.toContain(token);
    }
});

test('lets in who shows the token, by whatever name the machine is called', async () => {
  const app = await anHttp({ token });

  for (const authorization of [`Bearer ${token}`, `bearer ${token}`]) {
    const answer = await app.inject({ url: '/metrics', headers: { authorization, host: 'monitor.example' } });

    expect(answer.statusCode).toBe(200);
  }
});

test('answers without a token only to names of this machine', async () => {
  const app = await anHttp();
  const statusFor = async (host: string) =>
    (await app.inject({ url: '/metrics', headers: { host } })).statusCode;

  for (const host of ['localhost:5004', '127.0.0.1:5004', '127.0.0.1', '[::1]:5004', 'LOCALHOST'])
    expect(await statusFor(host), host).toBe(200);
  for (const host of [
    'evil.example',
    'evil.example:5004',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
  ])
    expect(await statusFor(host), host).toBe(403);
});

const range = { from: '2026-11-23T10:00:00.000Z', to: '2026-11-23T11:00:00.000Z' };
const targets = [{ target: 'total_errors' }];

test.for([
  '/api/v1/logs/errors?limit=0',
  '/api/v1/logs/errors?limit=-5',
  '/api/v1/logs/errors?limit=1.5',
  '/api/v1/logs/errors?limit=many',
  '/api/v1/logs/errors?limit=1&limit=2',
  '/api/v1/logs/errors?limti=5',
  '/api/v1/logs/errors?service=',
  '/api/v1/logs/errors?service=a%00b',
  `/api/v1/logs/errors?service=${'a'.repeat(301)}`,
  '/api/v1/logs/errors/a%00b',
  '/api/v1/logs/errors/%ff',
  '/api/v1/logs/errors/billing?limit=x',
  '/api/v1/logs/errors/billing?service=search',
  '/api/v1/logs/stats?service=billing',
  '/api/v1/logs/services?limit=x',
  '/api/v1/incidents?status=OPEN',
  '/api/v1/incidents?level=WARN',
  '/api/v1/incidents?sort=id',
  '/api/v1/incidents?limit=',
  '/api/v1/grafana?x=1',
  '/health?x=1',
  '/metrics?x=1',
  '/openapi.json?x=1',
])('answers 400 and what to do to GET %s', async (url) => {
  const app = await anHttp();

  const answer = await app.inject(url);

  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toEqual({ ...aFailure, error: 'Bad Request' });
});

test.for<[string, unknown]>([
  ['search', []],
  ['search', { target: { a: 1 } }],
  ['search', { target: 'a\0' }],
  ['query', {}],
  ['query', { range, targets: 'total_errors' }],
  ['query', { range, targets: [{ target: 'no_such_metric' }] }],
  ['query', { range, targets: [{ target: 'errors_by_service:' }] }],
  ['query', { range, targets: Array.from({ length: 51 }, () => targets[0]) }],
  ['query', { range, targets, maxDataPoints: 0 }],
  ['query', { range, targets, intervalMs: -1 }],
  ['query', { range: { from: 'now-6h', to: 'now' }, targets }],
  ['query', { range: { from: range.to, to: range.from }, targets }],
  ['query', { range: { from: range.from }, targets }],
  ['annotations', { range }],
  ['annotations', { range, annotation: 'all' }],
  ['annotations', { range, annotation: { name: 'a', query: 'x'.repeat(401) } }],
  ['annotations', { range, annotation: { name: 'a', more: 'x'.repeat(5_000) } }],
])('answers 400 to a wrong body of grafana/%s: %j', async ([route, payload]) => {
  const app = await anHttp();

  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/grafana/${route}`,
    payload: payload as object,
  });

  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toEqual({ ...aFailure, error: 'Bad Request' });
});

test.for([
  { what: 'no JSON', type: 'application/json', payload: '{"a', status: 400 },
  { what: 'an empty body', type: 'application/json', payload: '', status: 400 },
  { what: 'another type', type: 'text/plain', payload: '{}', status: 415 },
  { what: 'a poisoned prototype', type: 'application/json', payload: '{"__proto__":{"a":1}}', status: 400 },
  { what: 'too much', type: 'application/json', payload: `{"a":"${'x'.repeat(70_000)}"}`, status: 413 },
])('answers $status to $what', async ({ type, payload, status }) => {
  const app = await anHttp();

  for (const url of post) {
    const answer = await app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });

    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual(aFailure);
  }
});

test('answers 404 to what there is not', async () => {
  const app = await anHttp();

  for (const [method, url] of [
    ['GET', '/nowhere'],
    ['POST', '/health'],
    ['DELETE', '/api/v1/incidents'],
  ] as const) {
    const answer = await app.inject({ method, url });

    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({ ...aFailure, error: 'Not Found' });
  }
});

test('answers 503 from every route that needs the store, until it is open', async () => {
  const app = await anHttp();

  for (const url of get.slice(0, 5)) {
    const answer = await app.inject(url);

    expect(answer.statusCode, url).toBe(503);
    expect(answer.json()).toEqual({ ...aFailure, message: 'The store is not open yet.' });
  }
});

test('tells the person at the monitor of a bug, and the client nothing of it', async () => {
  const told: string[] = [];
  const app = await anHttp({
    health: () => {
      throw new Error('secret inside');
    },
    onFailure: (text) => told.push(text),
  });

  const answer = await app.inject('/health');

  expect(answer.statusCode).toBe(500);
  expect(answer.json()).toEqual(aFailure);
  expect(answer.body).not.toContain('secret inside');
  expect(told).toEqual(['HTTP: GET /health failed: secret inside']);
});

test('describes every route as OpenAPI', async () => {
  const app = await anHttp({ token });

  const answer = await app.inject({ url: '/openapi.json', headers: { authorization: `Bearer ${token}` } });

  const { openapi, paths, security } = answer.json();
  expect(openapi).toMatch(/^3\./);
  expect(security).toEqual([{ token: [] }]);
  expect(Object.keys(paths).toSorted()).toEqual(
    [...get.slice(0, 9).map((url) => url.replace('/billing', '/{service}')), ...post].toSorted(),
  );
  const { parameters, responses } = paths['/api/v1/logs/errors'].get;
  expect(parameters.map(({ name }: { name: string }) => name)).toEqual(['limit', 'service']);
  expect(responses['200'].content['application/json'].schema.required).toEqual([
    'errors',
    'count',
    'truncated',
  ]);
});
