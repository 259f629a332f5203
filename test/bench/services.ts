import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import type { Kafka } from 'kafkajs';
import { startMailServer } from '../../demo-stack/processes/mail-server.ts';
import { type Services, startServices, storesOn } from '../../demo-stack/processes/start-services.ts';
import { ask, aUser } from '../support/an-answer.ts';
import type { Addresses } from './measure-monitor.ts';
import type { Row } from './print-rows.ts';

const seconds = 8;
const connections = 20;
const leastPerSecond = 2_000;
const mostP99Ms = 50;
const api = '/api/v1/eventstreammonitor';

/** Measures the cached reads of the demo's services, with all their logs going to Kafka. */
export async function benchServices(_kafka: Kafka, servers: Addresses): Promise<readonly Row[]> {
  const logDir = await mkdtemp(join(tmpdir(), 'esm-monitor-bench-'));
  const mail = await startMailServer();
  const services = await startServices({
    brokers: servers.brokers,
    stores: storesOn(servers.databaseUrl, servers.redisUrl),
    smtpUrl: mail.url,
    ports: { 'user-management': 0, notification: 0, 'task-processing': 0 },
    logDir,
    adopt: async () => {}, // they hear of the end of this process by themselves
  });
  try {
    const rows: Row[] = [];
    for (const [what, url] of await cachedReads(services)) rows.push(...(await measure(what, url)));
    return rows;
  } finally {
    await services.stop();
    await mail.close();
    await rm(logDir, { recursive: true, force: true });
  }
}

async function cachedReads(services: Services): Promise<readonly (readonly [what: string, url: string])[]> {
  const users = services['user-management'].url();
  const tasks = services['task-processing'].url();
  const { id: userId } = await aUser(users, `bench-${Date.now()}@example.com`);
  const task = await ask(tasks, 'POST', '/tasks', {
    body: { userId, kind: 'checksum', input: { text: 'x' } },
  });
  return [
    ['user-management: GET /users/:id', `${users}${api}/users/${userId}`],
    ['task-processing: GET /tasks/:id', `${tasks}${api}/tasks/${task.body.id}`],
    [
      'notification: GET /notifications',
      `${services.notification.url()}${api}/notifications?userId=${userId}`,
    ],
  ];
}

async function measure(what: string, url: string): Promise<readonly Row[]> {
  await autocannon({ url, connections, duration: 2 }); // warm
  const { requests, latency, non2xx, errors } = await autocannon({ url, connections, duration: seconds });
  if (non2xx + errors > 0) throw new Error(`${what}: ${non2xx + errors} requests failed`);
  return [
    {
      what,
      value: `${Math.round(requests.average).toLocaleString('en')}/s`,
      target: '≥ 2,000/s',
      pass: requests.average >= leastPerSecond,
    },
    { what: `${what}, p99`, value: `${latency.p99} ms`, target: '≤ 50 ms', pass: latency.p99 <= mostP99Ms },
  ];
}
