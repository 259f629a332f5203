import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Servers, startServers } from '../../demo-stack/infra/start-servers.ts';
import { expectedOfTopic } from './support/expected-of-topic.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { randomFaults } from './support/random-faults.ts';
import { record } from './support/row.ts';
import { longMs, sized } from './support/size.ts';
import { watchProcess } from './support/watch-process.ts';

const soakMs = sized(longMs, 4_000);
const quietMs = sized(Math.min(120_000, longMs / 3), 0);
const warmUpMs = quietMs;
const partitions = 12;
const perSecond = 2_000;
let own: Servers;

beforeAll(async () => {
  own = await startServers({ env: {} });
});

afterAll(() => own.stop());

test(`F27 counts everything once and grows by nothing in a soak of ${Math.round(soakMs / 1_000)} s with random faults`, {
  timeout: soakMs + quietMs + 240_000,
}, async (context) => {
  const world = await aFaultWorld(own, { partitions });
  const load = startLoad(world.kafka, world.topic, perSecond, { partitions });
  const veteran = world.member();
  await world.progress();
  const others = Array.from({ length: sized(3, 1) }, () => world.member());
  const faults = randomFaults(world, own, others, sized(12_000, 500));
  const watch = watchProcess(veteran, warmUpMs);

  const happened: string[] = [];
  for (const until = performance.now() + soakMs; performance.now() < until; ) {
    const fault = faults[Math.floor(Math.random() * faults.length)];
    happened.push(fault?.name ?? '');
    await fault?.run();
    await sleep(sized(10_000 + Math.random() * 10_000, 500));
  }
  await sleep(quietMs);
  const { slope, handles } = await watch.stop();
  await load.stop();
  const expected = await expectedOfTopic(world);
  const { lost, doubled, problems } = await judge(world, expected);

  record(context, {
    id: 'F27',
    fault: `random faults, ${others.length + 1} members`,
    load: `${happened.length} faults in ${Math.round(soakMs / 1_000)} s, ${expected.events} events, ${perSecond}/s`,
    ...{ lost, doubled },
    seen: `memory ${slope.toFixed(1)} MiB/min, open files ${handles.first} at first, ${handles.last} at last`,
  });
  expect(problems, happened.join(', ')).toEqual([]);
  expect(handles.last).toBeLessThanOrEqual(handles.first + 10);
  if (soakMs >= 600_000) expect(slope).toBeLessThan(1);
});
