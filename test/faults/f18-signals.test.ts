import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Servers, startServers } from '../../demo-stack/infra/start-servers.ts';
import { connectCluster } from '../../src/kafka/cluster.ts';
import { connectGroupOffsets } from '../../src/kafka/group-offsets.ts';
import { storedPositions } from '../support/oracle.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';
import { aBusyMember } from './support/a-working-member.ts';
import type { FaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const perSecond = 5_000;
let own: Servers;

beforeAll(async () => {
  own = await startServers({ env: { KAFKA_BROKERS: servers().brokers, REDIS_URL: servers().redisUrl } });
});

afterAll(() => own.stop());

test.for(sized<readonly NodeJS.Signals[]>(['SIGTERM', 'SIGINT'], ['SIGTERM']))(
  'F18 stores what it read, commits it and leaves the group at %s under load',
  {
    timeout: patienceMs,
  },
  async (signal, context) => {
    const { world, member, load } = await aBusyMember(perSecond);

    const since = performance.now();
    const code = await member.end(signal);
    const endedMs = performance.now() - since;
    await waitFor('an empty group', () => isEmpty(world), allowed(1_000));
    const unread = await storedButNotCommitted(world);
    world.member();
    await world.progress();
    const records = await load.stop();
    const { lost, doubled, problems } = await judge(world, records);

    record(context, {
      ...{ id: 'F18', fault: `${signal} under load`, load: `${records} events, ${perSecond}/s` },
      ...{ lost, doubled, seen: `exit ${code} after ${Math.round(endedMs)} ms` },
    });
    expect(code).toBe(0);
    expect(endedMs).toBeLessThan(allowed(5_000));
    expect(unread).toEqual([]);
    expect(problems).toEqual([]);
  },
);

/** The first waits eight seconds for Postgres to come back: too long for the short form. */
const waits = { signals: 1, code: 3, withinMs: 10_000 };
const insists = { signals: 2, code: 130, withinMs: 1_000 };

test.for(sized([waits, insists], [insists]))(
  'F18 ends with $code at signal $signals while Postgres is away',
  { timeout: patienceMs },
  async (wanted, context) => {
    const { world, member, load } = await aBusyMember(perSecond, { databaseUrl: own.databaseUrl });
    await own.controls.postgres?.signal('SIGQUIT');
    await waitFor('the sentence', () => /Postgres at .* can't be used/.test(member.stderr()));

    if (wanted.signals === 2) member.process.kill('SIGINT'); // another one, because equal ones would be heard as one
    const since = performance.now();
    const code = await member.end('SIGTERM');
    const endedMs = performance.now() - since;
    await own.controls.postgres?.start();
    world.member();
    await world.progress();
    const records = await load.stop();
    const { lost, doubled, problems } = await judge(world, records);

    record(context, {
      id: 'F18',
      fault: wanted.signals === 1 ? 'SIGTERM while Postgres is away' : 'a second SIGTERM',
      load: `${records} events, ${perSecond}/s`,
      ...{ lost, doubled, seen: `exit ${code} after ${Math.round(endedMs)} ms` },
    });
    expect(code).toBe(wanted.code);
    expect(endedMs).toBeLessThan(allowed(wanted.withinMs));
    expect(problems).toEqual([]);
  },
);

async function isEmpty({ kafka, group }: FaultWorld): Promise<boolean> {
  const offsets = await connectGroupOffsets(kafka);
  return (await offsets.members(group).finally(() => offsets.close())).length === 0;
}

/** Partitions that a restart would read again in part. */
async function storedButNotCommitted(world: FaultWorld): Promise<readonly string[]> {
  const cluster = await connectCluster(world.kafka, [world.brokers]);
  const committed = await cluster.committed(world.group, [world.topic]).finally(() => cluster.close());
  const stored = await storedPositions(world.databaseUrl, world.group);
  return [...stored].filter(([key, next]) => committed.get(key) !== next && next > 0n).map(([key]) => key);
}
