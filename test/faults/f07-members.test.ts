import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { MonitorProcess } from '../support/a-monitor-process.ts';
import { aFaultWorld, type FaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { lastStats } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const everyMs = sized(5_000, 1_500);
/** How many members there are, one change after the other. */
const sizes = sized([1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1], [1, 2, 3, 2, 1]);
const perSecond = 5_000;

test(`F7 counts everything once while members come and go, one every ${everyMs} ms`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const load = startLoad(world.kafka, world.topic, perSecond);
  const members: MonitorProcess[] = [world.member()];
  const codes: (number | null)[] = [];
  await world.progress();
  const watch = watchPauses(world);

  for (const size of sizes) {
    if (members.length < size) members.push(world.member());
    if (members.length > size) codes.push((await members.shift()?.end()) ?? null);
    await sleep(everyMs);
  }
  const longestMs = await watch.stop();
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);

  record(context, {
    id: 'F7',
    fault: `members ${sizes.join('→')}, one change every ${everyMs / 1_000} s`,
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs: longestMs },
    seen: 'the time is the longest pause',
  });
  expect(problems).toEqual([]);
  expect(longestMs).toBeLessThan(allowed(10_000));
  expect(codes).toEqual(codes.map(() => 0));
  expect((await lastStats(members[0] ?? world.member())).partitions).toBe(6);
});

/** Measures the longest time in which nothing was stored. */
function watchPauses({ stored }: FaultWorld): { stop(): Promise<number> } {
  let stopped = false;
  const longest = (async () => {
    let [known, since, longestMs] = [await stored(), performance.now(), 0];
    while (!stopped) {
      await sleep(50);
      const now = await stored();
      longestMs = Math.max(longestMs, performance.now() - since);
      if (now > known) [known, since] = [now, performance.now()];
    }
    return longestMs;
  })();
  return {
    stop: () => {
      stopped = true;
      return longest;
    },
  };
}
