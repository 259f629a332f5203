import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { processIdentity } from '../../src/postgres/embedded/process-identity.ts';
import { waitFor } from '../support/wait-for.ts';

const demo = fileURLToPath(new URL('../../demo-stack/demo.ts', import.meta.url));

function runDemo(...args: readonly string[]) {
  const env = { ...process.env, KAFKA_BROKERS: '', DATABASE_URL: '', REDIS_URL: '' };
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', demo, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Pids of all processes that this one has started, and that those have started, and so on. */
async function descendants(pid: number): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([child = 0, its]) => (its === parent ? [child, ...below(child)] : []));
  return below(pid);
}

async function noneAlive(pids: readonly number[]): Promise<boolean> {
  return (await Promise.all(pids.map(processIdentity))).every((identity) => identity === undefined);
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  return child.exitCode ?? new Promise((resolve) => child.once('close', resolve));
}

test('reports, without a terminal, every error that its services wrote, and leaves nothing behind', async () => {
  const child = runDemo('--seconds', '5', '--scenario', 'storm', '--rate', '30');
  const printed = text(child.stdout);
  let pids: readonly number[] = [];
  await waitFor(
    'servers, services and monitor',
    async () => {
      pids = await descendants(child.pid ?? 0);
      return pids.length >= 14; // guardian, Kafka, Redis, PostgreSQL's half dozen, three services, monitor
    },
    90_000,
  );

  const code = await exitCode(child);
  const [, records, errors, reported] =
    /^(\d+) records written, (\d+) of them errors; the monitor reported (\d+)$/m.exec(await printed) ?? [];

  expect(code).toBe(0);
  expect(Number(records)).toBeGreaterThan(100);
  expect(Number(errors)).toBeGreaterThan(0);
  expect(reported).toBe(errors);
  expect(await noneAlive(pids)).toBe(true);
}, 60_000);

test('leaves neither servers nor the monitor behind when it is killed', async () => {
  const child = runDemo('--seconds', '60');
  let pids: readonly number[] = [];
  await waitFor('guardian, Kafka, Redis, PostgreSQL, the services and the monitor', async () => {
    pids = await descendants(child.pid ?? 0);
    return pids.length >= 14; // PostgreSQL alone is half a dozen
  });

  child.kill('SIGKILL');

  await waitFor('all processes to end', () => noneAlive(pids), 25_000);
}, 60_000);

test('prints the addresses with --keep and ends on a signal', async () => {
  const child = runDemo('--keep');
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  await waitFor('the addresses', () => printed.includes('until Ctrl-C'), 90_000);

  child.kill('SIGINT');
  const code = await exitCode(child);

  expect(code).toBe(0);
  expect(printed).toMatch(/^export KAFKA_BROKERS='127\.0\.0\.1:\d+'$/m);
  expect(printed).toMatch(/^export DATABASE_URL='postgres:\/\/.+'$/m);
  expect(printed).toMatch(/^export REDIS_URL='redis:\/\/127\.0\.0\.1:\d+'$/m);
}, 60_000);

test('explains itself and refuses what it does not know', async () => {
  const help = runDemo('--help');
  const helpText = await text(help.stdout);
  const wrong = runDemo('--scenario', 'sunshine');
  const complaint = await text(wrong.stderr);

  expect(await exitCode(help)).toBe(0);
  expect(helpText).toContain('--scenario');
  expect(await exitCode(wrong)).not.toBe(0);
  expect(complaint).toContain('sunshine');
});
