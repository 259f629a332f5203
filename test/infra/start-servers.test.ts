import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import type { ServerProgress } from '../../demo-stack/infra/start-servers.ts';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { processIdentity } from '../../src/postgres/embedded/process-identity.ts';
import { runProgram } from '../support/child-program.ts';
import { waitFor } from '../support/wait-for.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const path of folders.splice(0)) await rm(path, { recursive: true, force: true, maxRetries: 5 });
});

async function aFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'esm-test-'));
  folders.push(path);
  return path;
}

const anyAlive = async (pids: readonly number[]) =>
  (await Promise.all(pids.map(processIdentity))).some((identity) => identity !== undefined);

test('leaves no process and no temporary folder behind when its parent is killed', async () => {
  const program = runProgram(new URL('./programs/hold-servers.ts', import.meta.url));
  const { pids, dataDir } = (await program.next()) as { pids: number[]; dataDir: string };
  expect(pids).toHaveLength(4);

  await program.end('SIGKILL');

  await waitFor('all processes to end', async () => !(await anyAlive(pids)));
  await expect(access(dataDir)).rejects.toThrow('ENOENT');
});

test('finds the data of the last start in a named folder', async () => {
  const dataDir = await aFolder();
  const first = await startServers({ dataDir, wanted: ['kafka'], env: {} });
  const admin = createKafka({ brokers: [first.brokers], clientId: 'test' }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 3 }] });
  await admin.disconnect();
  await first.stop();

  const second = await startServers({ dataDir, wanted: ['kafka'], env: {} });
  const again = createKafka({ brokers: [second.brokers], clientId: 'test' }).admin();
  await again.connect();
  const topics = await again.listTopics();
  await again.disconnect();
  await second.stop();

  expect(topics).toContain('kept');
});

test('uses the addresses in the environment instead of starting those servers', async () => {
  const env = { KAFKA_BROKERS: 'one:1,two:2', DATABASE_URL: 'postgres://elsewhere/db' };
  const progress: ServerProgress[] = [];

  const servers = await startServers({ env, onProgress: (each) => progress.push(each) });
  await servers.stop();

  expect(servers.brokers).toBe('one:1,two:2');
  expect(servers.databaseUrl).toBe('postgres://elsewhere/db');
  expect(servers.redisUrl).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
  expect(Object.keys(servers.controls)).toEqual(['redis']);
  expect(progress.filter((each) => each.state === 'given').map((each) => each.server)).toEqual([
    'kafka',
    'postgres',
  ]);
});

test('starts a killed server again on the same port, and pauses and resumes it', async () => {
  const servers = await startServers({ wanted: ['redis', 'postgres'], env: {} });
  const { redis, postgres } = servers.controls;
  const client = new Redis(servers.redisUrl, { commandTimeout: 200, maxRetriesPerRequest: 0 });
  client.on('error', () => {});

  await redis?.kill();
  await postgres?.kill();
  await redis?.start();
  await postgres?.start();
  await waitFor('an answer after the start', () =>
    client.ping().then(
      () => true,
      () => false,
    ),
  );
  await redis?.pause();
  const whilePaused = await client.ping().catch((error: Error) => error.message);
  await redis?.resume();
  await waitFor('an answer after the pause', () =>
    client.ping().then(
      () => true,
      () => false,
    ),
  );
  client.disconnect();
  await servers.stop();

  expect(whilePaused).toBe('Command timed out');
});

test('starts a server again only when it has ended, so that none is left behind', async () => {
  const own = await startServers({ wanted: ['postgres'], env: {} });
  const postgres = own.controls.postgres;
  const first = postgres?.pid() ?? 0;

  await postgres?.signal('SIGQUIT');
  await postgres?.start();
  const second = postgres?.pid() ?? 0;
  const firstIsAlive = await anyAlive([first]);
  await own.stop();

  expect(firstIsAlive).toBe(false);
  expect(await anyAlive([second, own.guardianPid])).toBe(false);
});
