import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Servers, startServers } from '../../demo-stack/infra/start-servers.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';
import { aBusyMember } from './support/a-working-member.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { lastStats } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const cli = fileURLToPath(new URL('../../bin/esm-monitor.js', import.meta.url));
const perSecond = 5_000;
const diskMiB = 200;
let own: Servers;
let disk: string | undefined;

beforeAll(async () => {
  own = await startServers({ env: { KAFKA_BROKERS: servers().brokers, REDIS_URL: servers().redisUrl } });
});

afterAll(async () => {
  await own.stop();
  if (disk !== undefined) await execa('umount', [disk]);
  if (disk !== undefined) await rm(disk, { recursive: true });
});

test("F16 waits while Postgres's disk is full, and loses nothing", {
  timeout: patienceMs,
}, async (context) => {
  context.skip(process.getuid?.() !== 0, 'only root can mount a small disk');
  const { world, member, load } = await aBusyMember(
    perSecond,
    { databaseUrl: await aSmallDisk() },
    { steady: true },
  );

  const filler = join(disk ?? '', 'filler');
  const fillUp = () => writeFile(filler, Buffer.alloc(diskMiB * 2 ** 20)).catch(() => {}); // as much as there is room
  await fillUp();
  await waitFor('the sentence', () => /No space left/.test(member.stderr()), allowed(20_000));
  await sleep(sized(30_000, 1_000));
  await rm(filler);
  const recoveredMs = await world.progress();
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);
  const { rebalances } = await lastStats(member);

  record(context, {
    id: 'F16',
    fault: "Postgres's disk is full",
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs },
    seen: `${rebalances} rebalances`,
  });
  expect(problems).toEqual([]);
  expect(rebalances).toBe(0);
  expect(recoveredMs).toBeLessThan(allowed(10_000));
});

/** Moves the server's databases that are made from now on to a file system of `diskMiB`; answers the server's URL. */
async function aSmallDisk(): Promise<string> {
  disk = await mkdtemp(join(tmpdir(), 'esm-small-disk-'));
  await execa('mount', ['-t', 'tmpfs', '-o', `size=${diskMiB}m`, 'tmpfs', disk]);
  const { uid, gid } = await stat(`/proc/${own.controls.postgres?.pid()}`);
  await chown(disk, uid, gid);
  const client = new Client({ connectionString: own.databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE TABLESPACE small LOCATION '${disk}'`);
    await client.query('ALTER SYSTEM SET default_tablespace = small');
    await client.query('SELECT pg_reload_conf()');
    await client.query('ALTER DATABASE template1 SET default_tablespace = small');
  } finally {
    await client.end();
  }
  return own.databaseUrl;
}

test('F16 ends with a sentence when stdout has no room', { timeout: patienceMs }, async (context) => {
  const world = await aFaultWorld();
  const load = startLoad(world.kafka, world.topic, perSecond);
  const full = openSync('/dev/full', 'w');
  const monitor = spawn(process.execPath, [cli, 'watch', '--headless', ...world.flags], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...world.env },
    stdio: ['ignore', full, 'pipe'],
  });
  onTestFinished(() => void monitor.kill('SIGKILL'));
  let said = '';
  monitor.stderr?.on('data', (text) => {
    said += text;
  });
  const [code] = await once(monitor, 'close');
  world.member();
  await world.progress();
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);

  record(context, {
    ...{ id: 'F16', fault: 'stdout: no space left', load: `${records} events, ${perSecond}/s` },
    ...{ lost, doubled, seen: `exit ${code}` },
  });
  expect(code).toBe(3);
  expect(said).toContain("Can't write to stdout: ");
  expect(problems).toEqual([]);
});

test('F16 ends quietly when nobody reads its stdout any more', { timeout: patienceMs }, async (context) => {
  const world = await aFaultWorld();
  const load = startLoad(world.kafka, world.topic, perSecond);
  const monitor = runMonitorProcess(['watch', '--headless', ...world.flags], world.env);
  await world.progress();

  monitor.process.stdout?.destroy();
  const since = performance.now();
  const code = await monitor.ended();
  const endedMs = performance.now() - since;
  const records = await load.stop();

  record(context, {
    ...{ id: 'F16', fault: 'stdout: nobody reads', load: `${records} events, ${perSecond}/s` },
    seen: `exit ${code} after ${Math.round(endedMs)} ms`,
  });
  expect(code).toBe(0);
  expect(monitor.stderr()).not.toMatch(/EPIPE|Error/);
  expect(endedMs).toBeLessThan(allowed(1_000));
});
