import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { preload } from '../support/preload.ts';
import { waitFor } from '../support/wait-for.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { lastStats } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const perSecond = 5_000;
const blockedMs = sized(35_000, 3_000);

test(`F20 comes back into the group after its thread was blocked for ${blockedMs} ms`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const load = startLoad(world.kafka, world.topic, perSecond);
  const block = `const until = Date.now() + ${blockedMs}; while (Date.now() < until);`;
  const blocked = world.member([], preload(`process.on('SIGUSR2', () => { ${block} })`));
  await world.progress();
  const other = world.member();
  await waitFor('both to have partitions', async () => (await lastStats(other)).partitions === 3);

  blocked.process.kill('SIGUSR2');
  await sleep(blockedMs);
  const since = performance.now();
  await waitFor(
    'its share',
    async () => {
      const { partitions, rebalances } = await lastStats(blocked);
      return partitions === 3 && rebalances > 1;
    },
    allowed(10_000),
  );
  const recoveredMs = performance.now() - since;
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);

  record(context, {
    id: 'F20',
    fault: `thread blocked for ${blockedMs / 1_000} s`,
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs },
  });
  expect(problems).toEqual([]);
});

const busyMs = sized(60_000, 2_000);

test(`F20 keeps its place in the group while its thread is busy for ${busyMs} ms, in pieces of 300 ms`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld({}, { steady: true });
  const load = startLoad(world.kafka, world.topic, perSecond / 5);
  const busy = `const end = Date.now() + ${busyMs};
    const piece = () => { const until = Date.now() + 300; while (Date.now() < until); if (Date.now() < end) setTimeout(piece, 1); };
    piece();`;
  const member = world.member([], preload(`process.on('SIGUSR2', () => { ${busy} })`));
  await world.progress();

  member.process.kill('SIGUSR2');
  await sleep(busyMs);
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);
  const { rebalances } = await lastStats(member);

  record(context, {
    id: 'F20',
    fault: `thread busy for ${busyMs / 1_000} s in pieces of 300 ms`,
    load: `${records} events, ${perSecond / 5}/s`,
    ...{ lost, doubled },
    seen: `${rebalances} rebalances`,
  });
  expect(problems).toEqual([]);
  expect(rebalances).toBe(0);
});
