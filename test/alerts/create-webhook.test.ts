import { expect, test } from 'vitest';
import { createWebhook } from '../../src/alerts/create-webhook.ts';
import { aReceiver } from '../support/a-receiver.ts';

const never = new AbortController().signal;

test('posts JSON and names itself by host alone', async () => {
  const receiver = await aReceiver();
  const webhook = createWebhook({ url: receiver.url, allowPrivate: true });

  const delivery = await webhook.deliver('{"text":"täxt"}', never);

  expect(delivery).toEqual({ outcome: 'done' });
  expect(receiver.received).toEqual([{ text: 'täxt' }]);
  expect(receiver.paths).toEqual(['/services/secret-token']);
  expect(webhook.name).toBe(receiver.url.host);
});

test.for([
  {
    status: 404,
    headers: {},
    says: 'no_service\nat all',
    delivery: { outcome: 'failed', reason: 'it answered 404 (no_service)' },
  },
  { status: 503, headers: {}, says: '', delivery: { outcome: 'failed', reason: 'it answered 503' } },
  {
    status: 429,
    headers: { 'Retry-After': '7' },
    says: '',
    delivery: { outcome: 'failed', reason: 'it answered 429', waitMs: 7_000 },
  },
  {
    status: 429,
    headers: { 'Retry-After': '999999' },
    says: '',
    delivery: { outcome: 'failed', reason: 'it answered 429', waitMs: 600_000 },
  },
  {
    status: 400,
    headers: {},
    says: 'bad \u001b[31m',
    delivery: { outcome: 'refused', reason: 'it answered 400 (bad \\x1b[31m)' },
  },
  {
    status: 302,
    headers: { Location: 'http://127.0.0.1:1/' },
    says: '',
    delivery: { outcome: 'failed', reason: 'it answered 302, and redirects are not followed' },
  },
])('answers what became of it after $status $headers', async ({ status, headers, says, delivery }) => {
  const receiver = await aReceiver();
  receiver.answer((response) => response.writeHead(status, headers).end(says));

  const found = await createWebhook({ url: receiver.url, allowPrivate: true }).deliver('{}', never);

  expect(found).toEqual(delivery);
});

test('gives up on one that never answers, or never ends its answer', async () => {
  const receiver = await aReceiver();
  const webhook = createWebhook({ url: receiver.url, allowPrivate: true, timeoutMs: 150 });

  receiver.answer(() => {});
  const silent = await webhook.deliver('{}', never);
  receiver.answer((response) => response.writeHead(500).write('so '));
  const slow = await webhook.deliver('{}', never);

  expect([silent, slow]).toEqual(
    [1, 2].map(() => ({ outcome: 'failed', reason: 'no answer within 0.15 s' })),
  );
});

test('reads no more of an endless answer than its start', async () => {
  const receiver = await aReceiver();
  receiver.answer((response) => {
    response.writeHead(500);
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', pour);
    pour();
  });

  const found = await createWebhook({ url: receiver.url, allowPrivate: true }).deliver('{}', never);

  expect(found).toEqual({ outcome: 'failed', reason: `it answered 500 (${'x'.repeat(80)})` });
});

test.for(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433'])(
  'connects to no private address, such as %s, unless allowed',
  async (host) => {
    const receiver = await aReceiver();
    const url = new URL(`http://${host}:${receiver.url.port}/secret`);

    const found = await createWebhook({ url, allowPrivate: false }).deliver('{}', never);

    expect(found).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('is a private address (--alert-allow-private'),
    });
    expect(receiver.received).toEqual([]);
  },
);

test('names neither path nor token when nobody listens', async () => {
  const receiver = await aReceiver();
  await receiver.stop();

  const found = await createWebhook({ url: receiver.url, allowPrivate: true }).deliver('{}', never);

  expect(found).toEqual({
    outcome: 'failed',
    reason: `connect ECONNREFUSED ${receiver.url.host}`,
  });
});

test('ends when it is told to', async () => {
  const receiver = await aReceiver();
  const ending = new AbortController();
  receiver.answer(() => ending.abort());

  const found = await createWebhook({ url: receiver.url, allowPrivate: true }).deliver('{}', ending.signal);

  expect(found).toMatchObject({ outcome: 'failed' });
});
