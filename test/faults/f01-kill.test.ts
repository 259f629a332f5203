import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { aFaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const kills = sized(20, 2);
const perSecond = 5_000;

test(`F1 loses and doubles nothing when it is killed with kill -9 at ${kills} random moments under load`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const load = startLoad(world.kafka, world.topic, perSecond);
  let member = world.member();
  await world.progress();

  const recoveries: number[] = [];
  for (let kill = 0; kill < kills; kill++) {
    await sleep(Math.random() * sized(3_000, 700));
    await member.end('SIGKILL');
    member = world.member();
    recoveries.push(await world.progress());
  }
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);

  const recoveredMs = Math.max(...recoveries);
  record(context, {
    ...{ id: 'F1', fault: `kill -9 at ${kills} moments`, load: `${records} events, ${perSecond}/s` },
    ...{ lost, doubled, recoveredMs },
  });
  expect(problems).toEqual([]);
  expect(recoveredMs).toBeLessThan(allowed(15_000));
});
