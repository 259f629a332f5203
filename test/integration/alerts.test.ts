import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createWebhook } from '../../src/alerts/create-webhook.ts';
import type { AlertTarget } from '../../src/alerts/delivery.ts';
import { runAlerts } from '../../src/alerts/run-alerts.ts';
import { openAlertQueue } from '../../src/postgres/alert-queue.ts';
import { aDatabase } from '../support/a-database.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aPast } from '../support/a-past.ts';
import { aReceiver, type Receiver } from '../support/a-receiver.ts';
import { aTopic, produce } from '../support/a-topic.ts';
import { anError } from '../support/builders.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';

test('sends one message for each change although three members are there', async () => {
  const receiver = await aReceiver();
  const { env, topic } = await aTopicOf(6, receiver);
  const watch = () => runMonitorProcess(['watch', '--headless', '--from', 'earliest'], env);
  const members = [watch(), watch(), watch()];
  await waitFor('three members', () =>
    members.every(({ stderr }) => stderr().includes('Kafka is connected')),
  );

  const incidents = Array.from({ length: 12 }, (_, n) => `problem ${'abcdefghijkl'[n]}`);
  await produce(topic, [...incidents, ...incidents].map(anErrorRecord));
  await waitFor('the messages', () => receiver.received.length >= 12);
  const codes = await Promise.all(members.map(({ end }) => end()));

  expect(codes).toEqual([0, 0, 0]);
  expect(titlesOf(receiver).toSorted()).toEqual(incidents);
  expect(receiver.received.every(({ change, group }) => change === 'new' && group === topic)).toBe(true);
  expect(members.map(({ stderr }) => stderr()).join('')).not.toContain('secret-token');
});

test('runs a command with the JSON on stdin, without our secrets, beside a web hook that hangs', async () => {
  const [hanging, receiver] = [await aReceiver(), await aReceiver()];
  hanging.answer(() => {});
  const { env, topic } = await aTopicOf(1, hanging);
  const script = `const text = require("fs").readFileSync(0, "utf8"); const env = { ...process.env };
    fetch(env.HOOK, { method: "POST", body: JSON.stringify({ ...JSON.parse(text), database: env.DATABASE_URL ?? null }) })`;
  const monitor = runMonitorProcess(['watch', '--headless', '--from', 'earliest'], {
    ...env,
    ESM_ALERT_COMMAND: `${process.execPath} -e '${script}'`,
    HOOK: receiver.url.href,
  });

  await produce(topic, ['problem a'].map(anErrorRecord));
  await waitFor('the messages', () => hanging.received.length + receiver.received.length === 2);
  await produce(topic, ['problem b'].map(anErrorRecord));
  await waitFor('the next error', () => monitor.stdout().includes('problem b'));

  expect(receiver.received).toMatchObject([
    { change: 'new', incident: { title: 'problem a' }, database: null },
  ]);
  expect(await monitor.end()).toBe(0);
});

/** The receiver is away for three attempts; with ESM_TEST_LONG=1 for a minute, and the waits are those of the product. */
const awayMs = process.env.ESM_TEST_LONG === '1' ? 60_000 : 0;
const patient = { timeout: awayMs + 90_000 };

test(
  'tries again while the receiver is away, tells so once, and sends each message once',
  patient,
  async () => {
    const receiver = await aReceiver();
    const past = await aPast();
    const sending = await aSending(past, createWebhook({ url: receiver.url, allowPrivate: true }));
    await receiver.stop();
    const away = sleep(awayMs);

    await past.store([anError({ incident: 'feed000000000001', at: Date.now() })]);
    await waitFor('a third attempt', () => sending.attempts() >= 3);
    await away;
    const attempts = sending.attempts();
    await receiver.start();
    const back = performance.now();
    await waitFor('the message', () => receiver.received.length > 0, 75_000);
    if (awayMs > 0) {
      const tookMs = Math.round(performance.now() - back);
      console.log(`${attempts} attempts while it was away, the message ${tookMs} ms after it was back`);
    }
    await past.store([anError({ incident: 'feed000000000002', at: Date.now() })]);
    await waitFor('the next message', () => receiver.received.length > 1);
    await sending.end();

    expect(receiver.received.map(({ incident }) => (incident as { readonly id: string }).id)).toEqual([
      'feed000000000001',
      'feed000000000002',
    ]);
    expect(sending.notices).toEqual([
      `Alerts don't reach ${receiver.url.host}: connect ECONNREFUSED ${receiver.url.host}. 1 waiting.`,
      `Alerts reach ${receiver.url.host} again.`,
    ]);
  },
);

test('sends a thousand new incidents as the cap allows, without holding up the batch', async () => {
  const receiver = await aReceiver();
  const past = await aPast();
  const sending = await aSending(past, createWebhook({ url: receiver.url, allowPrivate: true }));

  const ids = Array.from({ length: 1_000 }, (_, n) => n.toString(16).padStart(16, '0'));
  await past.store(ids.map((incident) => anError({ incident, at: Date.now() })));
  await waitFor('what the cap allows', () => receiver.received.length === 29);
  await past.database.pool.query(`UPDATE esm.alert_target SET more_since = more_since - interval '1 minute'`);
  await waitFor('the summary', () => receiver.received.length === 30);
  await sending.end();

  expect(receiver.received.at(-1)).toMatchObject({
    change: 'summary',
    text: expect.stringContaining('971 more new incidents'),
    more: { new: 971 },
  });
});

test('drops a message that its receiver will never take, and goes on', async () => {
  const receiver = await aReceiver();
  receiver.answer((response) => {
    response.writeHead(receiver.received.length === 1 ? 400 : 200).end('invalid_payload');
  });
  const past = await aPast();
  const sending = await aSending(past, createWebhook({ url: receiver.url, allowPrivate: true }));

  await past.store([anError({ incident: 'feed000000000001', at: Date.now() })]);
  await past.store([anError({ incident: 'feed000000000002', at: Date.now() })]);
  await waitFor('both', () => receiver.received.length === 2);
  await sending.end();

  expect(sending.notices).toEqual([
    `${receiver.url.host} refused an alert: it answered 400 (invalid_payload).`,
  ]);
});

test('lets a message that is on its way arrive when the monitor ends, and another member leads at once', async () => {
  const receiver = await aReceiver();
  const past = await aPast();
  const sending = await aSending(past, createWebhook({ url: receiver.url, allowPrivate: true }));
  const answered = Promise.withResolvers<void>();
  receiver.answer((response) => answered.promise.then(() => response.end()));
  await past.store([anError({ incident: 'feed000000000001', at: Date.now() })]);
  await waitFor('the message', () => receiver.received.length === 1);

  const ended = sending.end();
  answered.resolve();
  await ended;
  const next = await aSending(past, createWebhook({ url: receiver.url, allowPrivate: true }));
  await past.store([anError({ incident: 'feed000000000002', at: Date.now() })]);
  await waitFor('the next message', () => receiver.received.length === 2);
  await next.end();

  expect(receiver.received.map(({ id }) => id)).toHaveLength(
    new Set(receiver.received.map(({ id }) => id)).size,
  );
});

/** A topic without records, and what a monitor needs to watch it and to tell the receiver. */
async function aTopicOf(partitions: number, receiver: Receiver) {
  const topic = await aTopic(partitions);
  const env = {
    KAFKA_BROKERS: servers().brokers,
    DATABASE_URL: await aDatabase(),
    ESM_TOPICS: topic,
    ESM_GROUP: topic,
    ESM_ALERT_URL: receiver.url.href,
    ESM_ALERT_ALLOW_PRIVATE: 'true',
  };
  return { topic, env };
}

function anErrorRecord(message: string): string {
  return JSON.stringify({ level: 'ERROR', service: 'billing', message });
}

function titlesOf({ received }: Receiver): readonly string[] {
  return received.map(({ incident }) => (incident as { readonly title: string }).title);
}

/** Sends what is queued in the store, with short waits unless the test is a long one. */
async function aSending({ database }: Awaited<ReturnType<typeof aPast>>, target: AlertTarget) {
  let attempts = 0;
  const notices: string[] = [];
  const ending = new AbortController();
  const queue = await openAlertQueue({
    ...{ database, group: 'test', address: target.address, member: crypto.randomUUID() },
    changes: ['new', 'regressed', 'escalating'],
    silenceMs: undefined,
    maxPerHour: 30,
  });
  const counting: AlertTarget = {
    ...target,
    deliver: (...message) => {
      attempts += 1;
      return target.deliver(...message);
    },
  };
  const running = runAlerts(
    {
      ...{ queue, target: counting },
      ...(awayMs === 0 && { everyMs: 20, backOff: { firstMs: 20, longestMs: 80 } }),
      sender: () => ({ group: 'test', host: 'here', trouble: null }),
      notice: (text) => notices.push(text),
      inform: (text) => notices.push(text),
    },
    ending.signal,
  );
  return {
    notices,
    attempts: () => attempts,
    end: async () => {
      ending.abort();
      await running;
    },
  };
}
