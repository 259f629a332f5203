import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { claimHolder } from '../../src/postgres/embedded/leases.ts';
import { findPostmaster } from '../../src/postgres/embedded/postmaster.ts';
import { placeCluster } from '../../src/postgres/embedded/run-as.ts';
import { openEmbeddedServer } from '../../src/postgres/embedded-server.ts';
import { runProgram } from '../support/child-program.ts';
import { waitFor } from '../support/wait-for.ts';

const holdServer = new URL('./programs/hold-embedded-server.ts', import.meta.url);

async function aDataFolder(): Promise<{
  dataDir: string;
  clusterDir: string;
  untilStopped: () => Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'esm-test-pg-'));
  const clusterDir = await placeCluster(dataDir);
  const untilStopped = () =>
    waitFor('the server to end', async () => (await findPostmaster(clusterDir)) === undefined);
  onTestFinished(async () => {
    await untilStopped();
    await rm(clusterDir, { recursive: true, force: true, maxRetries: 5 });
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  return { dataDir, clusterDir, untilStopped };
}

async function query(url: string, text: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function answers(url: string): Promise<boolean> {
  return query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );
}

test('gives two processes that open one new folder at once the same server', async () => {
  const { dataDir } = await aDataFolder();
  const programs = [runProgram(holdServer, [dataDir]), runProgram(holdServer, [dataDir])];

  const [first, second] = (await Promise.all(programs.map((each) => each.next()))) as { url: string }[];
  const rows = await query(first?.url ?? '', 'SELECT 1 AS one');
  await Promise.all(programs.map((each) => each.end('SIGTERM')));

  expect(first).toEqual(second);
  expect(rows).toEqual([{ one: 1 }]);
});

test('keeps the server while one of two users lives and ends it after both are gone, one by kill -9', async () => {
  const { dataDir, clusterDir, untilStopped } = await aDataFolder();
  const killed = runProgram(holdServer, [dataDir]);
  await killed.next();
  const server = await openEmbeddedServer({ dataDir });

  await killed.end('SIGKILL');
  await query(server.url, 'SELECT pg_sleep(2)');
  const whileOneLives = await findPostmaster(clusterDir);
  await server.release();
  await untilStopped();

  expect(whileOneLives?.ready).toBe(true);
});

test('finds its data again after the server and its supervisor were killed', async () => {
  const { dataDir, clusterDir } = await aDataFolder();
  const before = await openEmbeddedServer({ dataDir });
  await query(before.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const { pid: supervisor } = JSON.parse(await readFile(join(dataDir, 'supervisor'), 'utf8'));
  process.kill(supervisor, 'SIGKILL');
  process.kill((await findPostmaster(clusterDir))?.pid ?? 0, 'SIGKILL');
  await before.release();

  const after = await openEmbeddedServer({ dataDir });
  const rows = await query(after.url, 'SELECT answer FROM kept');
  await after.release();

  expect(rows).toEqual([{ answer: 42 }]);
});

test('starts the server again, on the same port, when it dies while it is used', async () => {
  const { dataDir, clusterDir } = await aDataFolder();
  const server = await openEmbeddedServer({ dataDir });

  process.kill((await findPostmaster(clusterDir))?.pid ?? 0, 'SIGKILL');

  await waitFor('the server to answer again', () => answers(server.url));
  await server.release();
});

test('starts the server again when what kept it from starting is over, though its supervisor gave up', async () => {
  const { dataDir, clusterDir } = await aDataFolder();
  const server = await openEmbeddedServer({ dataDir });
  const supervisor = await claimHolder(join(dataDir, 'supervisor'));
  const settings = join(clusterDir, 'postgresql.auto.conf');
  const before = await readFile(settings, 'utf8');
  await writeFile(settings, 'no_such_setting = 1\n');
  process.kill((await findPostmaster(clusterDir))?.pid ?? 0, 'SIGKILL');
  await waitFor(
    'the supervisor to give up',
    async () => (await claimHolder(join(dataDir, 'supervisor'))) !== supervisor,
    30_000, // eight starts
  );

  await writeFile(settings, before);

  await waitFor('the server to answer again', () => answers(server.url));
  await server.release();
}, 60_000);

test('empties a large log of the server while the server writes to it', async () => {
  const { dataDir } = await aDataFolder();
  const log = join(dataDir, 'postgres.log');
  const server = await openEmbeddedServer({ dataDir });
  await appendFile(log, 'x'.repeat(11 * 2 ** 20));

  await waitFor('an empty log', async () => (await stat(log)).size < 2 ** 20);
  await query(server.url, 'SELECT no_such_column').catch(() => {});
  await waitFor('the next line', async () => (await readFile(log, 'utf8')).includes('no_such_column'));
  const kept = await readFile(log, 'utf8');
  await server.release();

  expect(kept).not.toContain('\0');
  expect(kept.length).toBeLessThan(2 ** 20);
});

test('does not take another program with the pid of a dead server for that server', async () => {
  const { dataDir, clusterDir, untilStopped } = await aDataFolder();
  const first = await openEmbeddedServer({ dataDir });
  const lock = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8');
  await first.release();
  await untilStopped();
  await writeFile(join(clusterDir, 'postmaster.pid'), lock.replace(/^\d+/, String(process.pid)));

  const second = await openEmbeddedServer({ dataDir });
  const rows = await query(second.url, 'SELECT 1 AS one');
  await second.release();

  expect(rows).toEqual([{ one: 1 }]);
});

test('listens on 127.0.0.1 alone and keeps its password to the owner', async () => {
  const { dataDir, clusterDir } = await aDataFolder();
  const { url, release } = await openEmbeddedServer({ dataDir });

  const settings = await query(
    url,
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit') ORDER BY name`,
  );
  const wrongPassword = await query(url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1').catch(
    (error: Error) => error.message,
  );
  const { mode } = await stat(join(clusterDir, 'password'));
  await release();

  expect(settings).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'synchronous_commit', setting: 'on' },
    { name: 'unix_socket_directories', setting: '' },
  ]);
  expect(wrongPassword).toContain('password authentication failed');
  expect(mode & 0o777).toBe(0o600);
});
