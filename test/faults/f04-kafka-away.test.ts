import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Servers, startServers } from '../../demo-stack/infra/start-servers.ts';
import { servers } from '../support/servers.ts';
import { waitFor } from '../support/wait-for.ts';
import { aBusyMember } from './support/a-working-member.ts';
import { expectedOfTopic } from './support/expected-of-topic.ts';
import { judge } from './support/judge.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const perSecond = 5_000;
let own: Servers;

beforeAll(async () => {
  own = await startServers({ env: { DATABASE_URL: servers().databaseUrl, REDIS_URL: servers().redisUrl } });
});

afterAll(() => own.stop());

type Fault = { readonly how: 'stop' | 'kill'; readonly downMs: number };
const faults: readonly Fault[] = sized<readonly Fault[]>(
  [
    { how: 'stop', downMs: 10_000 },
    { how: 'kill', downMs: 10_000 },
    { how: 'stop', downMs: 60_000 },
    { how: 'kill', downMs: 60_000 },
  ],
  [{ how: 'kill', downMs: 500 }],
);

test.for(faults)(
  'F4 stores everything once although the broker goes by $how and stays away for $downMs ms',
  {
    timeout: patienceMs,
  },
  async ({ how, downMs }, context) => {
    const { world, member, load } = await aBusyMember(perSecond, { brokers: own.brokers });

    await own.controls.kafka?.[how]();
    await waitFor(
      'the sentence',
      () => /Kafka at .* can't be reached/.test(member.stderr()),
      allowed(15_000),
    );
    await sleep(downMs);
    await own.controls.kafka?.start();
    const recoveredMs = await world.progress();
    await load.stop();
    const expected = await expectedOfTopic(world);
    const { lost, doubled, problems } = await judge(world, expected);

    record(context, {
      id: 'F4',
      fault: `broker restarted (${how === 'stop' ? 'graceful' : 'kill -9'}), down ${downMs / 1_000} s`,
      load: `${expected.events} events, ${perSecond}/s`,
      ...{ lost, doubled, recoveredMs },
    });
    expect(problems).toEqual([]);
    expect(recoveredMs).toBeLessThan(allowed(15_000));
    expect(await member.end()).toBe(0);
  },
);
