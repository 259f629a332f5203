import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import { type Servers, startServers } from '../../demo-stack/infra/start-servers.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const perSecond = 5_000;
const downMs = sized(60_000, 1_000);
let own: Servers;

beforeAll(async () => {
  own = await startServers({
    env: { KAFKA_BROKERS: servers().brokers, DATABASE_URL: servers().databaseUrl },
  });
});

afterAll(() => own.stop());

type Fault = {
  readonly name: string;
  /** Begins before the member is started. */
  readonly early?: true;
  readonly begin: () => Promise<void> | undefined;
  readonly end: () => Promise<void> | undefined;
};

const faults: readonly Fault[] = [
  {
    name: 'away at the start',
    early: true,
    begin: () => own.controls.redis?.kill(),
    end: () => own.controls.redis?.start(),
  },
  { name: 'killed', begin: () => own.controls.redis?.kill(), end: () => own.controls.redis?.start() },
  {
    name: 'stopped (hangs)',
    begin: () => own.controls.redis?.pause(),
    end: () => own.controls.redis?.resume(),
  },
];

test.for(sized(faults, faults.slice(1)))(
  'F6 goes on at full speed while Redis is $name, and fills it again',
  {
    timeout: patienceMs,
  },
  async ({ name, early, begin, end }, context) => {
    const world = await aFaultWorld({ redisUrl: own.redisUrl });
    if (early) await begin();
    const member = world.member();
    const load = startLoad(world.kafka, world.topic, perSecond);
    await world.progress();

    if (!early) await begin();
    await waitFor('the sentence', () => /Redis at .* can't be used/.test(member.stderr()), allowed(5_000));
    const [stored, written] = [await world.stored(), load.written()];
    await sleep(downMs);
    const speed = ((await world.stored()) - stored) / (load.written() - written);
    await end();
    await waitFor('the return', () => /Redis is (back|connected)/.test(member.stderr()), allowed(5_000));

    await conclude(world, load, context, {
      fault: `Redis ${name}, ${downMs / 1_000} s`,
      seen: `${Math.round(speed * 100)} % of the records stored meanwhile`,
    });
    expect(speed).toBeGreaterThan(sized(0.95, 0.5));
  },
);

test('F6 fills Redis again when it was flushed', { timeout: patienceMs }, async (context) => {
  const world = await aFaultWorld({ redisUrl: own.redisUrl });
  world.member();
  const load = startLoad(world.kafka, world.topic, perSecond);
  await world.progress();

  const client = new Redis(world.redisUrl);
  await client.flushall();
  client.disconnect();

  await conclude(world, load, context, { fault: 'Redis FLUSHALL' });
});

async function conclude(
  world: Awaited<ReturnType<typeof aFaultWorld>>,
  load: ReturnType<typeof startLoad>,
  context: TestContext,
  row: { readonly fault: string; readonly seen?: string },
): Promise<void> {
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);
  record(context, { id: 'F6', load: `${records} events, ${perSecond}/s`, lost, doubled, ...row });
  expect(problems).toEqual([]);
}
