import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Servers, startServers } from '../../demo-stack/infra/start-servers.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';
import { aBusyMember } from './support/a-working-member.ts';
import { judge } from './support/judge.ts';
import { lastStats, memoryMiB } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const perSecond = 5_000;
let own: Servers;

beforeAll(async () => {
  own = await startServers({ env: { KAFKA_BROKERS: servers().brokers, REDIS_URL: servers().redisUrl } });
});

afterAll(() => own.stop());

const downMs = sized(60_000, 1_000);

test(`F5 keeps its place in the group and stores everything once although Postgres stops at once for ${downMs} ms`, {
  timeout: patienceMs,
}, async (context) => {
  const { world, member, load } = await aBusyMember(
    perSecond,
    { databaseUrl: own.databaseUrl },
    { steady: true },
  );
  await sleep(sized(10_000, 500));
  const before = memoryMiB(member);

  await own.controls.postgres?.signal('SIGQUIT');
  const since = performance.now();
  await waitFor('the sentence', () => /Postgres at .* can't be used/.test(member.stderr()), allowed(2_000));
  const toldMs = performance.now() - since;
  await sleep(downMs);
  const grown = memoryMiB(member) - before;
  await own.controls.postgres?.start();
  const recoveredMs = await world.progress();
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);
  const { rebalances } = await lastStats(member);

  record(context, {
    id: 'F5',
    fault: `Postgres stops at once, down ${downMs / 1_000} s`,
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs },
    seen: `${rebalances} rebalances, ${Math.round(grown)} MiB more, told after ${Math.round(toldMs)} ms`,
  });
  expect(problems).toEqual([]);
  expect(rebalances).toBe(0);
  expect(recoveredMs).toBeLessThan(allowed(5_000));
  expect(grown).toBeLessThan(64);
});

const terminations = sized(30, 2);

test(`F5 stores everything once although its connections are terminated every second, ${terminations} times`, {
  timeout: patienceMs,
}, async (context) => {
  const { world, member, load } = await aBusyMember(
    perSecond,
    { databaseUrl: own.databaseUrl },
    { steady: true },
  );
  const killer = new Client({ connectionString: world.databaseUrl });
  await killer.connect();

  let ended = 0;
  for (let i = 0; i < terminations; i++) {
    await sleep(1_000);
    const { rows } = await killer.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'esm-monitor' AND datname = current_database()`,
    );
    ended += rows.length;
  }
  await killer.end();
  const recoveredMs = await world.progress();
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);
  const { rebalances } = await lastStats(member);

  record(context, {
    id: 'F5',
    fault: `Postgres ends all connections every second, ${terminations} times`,
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs },
    seen: `${ended} connections ended, ${rebalances} rebalances`,
  });
  expect(ended).toBeGreaterThan(0);
  expect(problems).toEqual([]);
  expect(rebalances).toBe(0);
});

test('F5 stores a batch once although Postgres restarts while it commits', {
  timeout: patienceMs,
}, async (context) => {
  const { world, member, load } = await aBusyMember(perSecond, { databaseUrl: own.databaseUrl });
  const restarts = sized(10, 1);

  const recoveries: number[] = [];
  for (let i = 0; i < restarts; i++) {
    await slowCommits(world.databaseUrl);
    await waitFor('a commit under way', () => commitUnderWay(world.databaseUrl));
    await own.controls.postgres?.signal('SIGQUIT');
    await own.controls.postgres?.start();
    await quickCommits(world.databaseUrl);
    recoveries.push(await world.progress());
  }
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);

  record(context, {
    id: 'F5',
    fault: `Postgres restarts inside a COMMIT, ${restarts} times`,
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs: Math.max(...recoveries) },
  });
  expect(problems).toEqual([]);
  expect(await member.end()).toBe(0);
});

/** A deferred trigger runs inside COMMIT: with it a commit takes half a second, long enough to be met. */
async function slowCommits(databaseUrl: string): Promise<void> {
  await execute(
    databaseUrl,
    `CREATE OR REPLACE FUNCTION esm.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$;
     CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON esm.position DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION esm.slow()`,
  );
}

async function quickCommits(databaseUrl: string): Promise<void> {
  await execute(databaseUrl, 'DROP TRIGGER slow ON esm.position');
}

async function commitUnderWay(databaseUrl: string): Promise<boolean> {
  const { rows } = await execute(
    databaseUrl,
    `SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
  );
  return rows.length > 0;
}

async function execute(databaseUrl: string, sql: string) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return await client.query(sql).finally(() => client.end());
}
