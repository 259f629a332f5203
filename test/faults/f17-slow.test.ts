import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/postgres/pool.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { loopDelayP99Ms, measuringLoopDelay } from './support/loop-delay.ts';
import { lastStats, memoryMiB, peakMemoryMiB } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';
import { aSlowProxy } from './support/slow-proxy.ts';

const perSecond = sized(20_000, 4_000);
const answerMs = 500;
const stalledMs = sized(30_000, 2_000);

test(`F17 stays in bounds at ${perSecond} events/s while Postgres answers after ${answerMs} ms and stdout stalls`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld({}, { steady: true });
  await migrate(world.databaseUrl); // which would take its time at half a second a statement
  const env = {
    ...world.env,
    DATABASE_URL: await aSlowProxy(world.databaseUrl, answerMs),
    ...measuringLoopDelay,
  };
  const flags = ['--headless', '--stats-every', '1s'];
  const member = runMonitorProcess(['watch', ...flags, ...world.flags], env);
  const load = startLoad(world.kafka, world.topic, perSecond);
  await world.progress();

  await sleep(sized(15_000, 1_000));
  member.process.stdout?.pause();
  await sleep(stalledMs / 2);
  const memory = [memoryMiB(member)];
  for (let i = 0; i < 10; i++) {
    await sleep(stalledMs / 20);
    memory.push(memoryMiB(member));
  }
  member.process.stdout?.resume();
  const recoveredMs = await world.progress();
  await sleep(sized(15_000, 1_000));
  const records = await load.stop();
  const p99 = await loopDelayP99Ms(member);
  const { lost, doubled, problems } = await judge(world, records);
  const { rebalances } = await lastStats(member);

  const peak = peakMemoryMiB(member);
  record(context, {
    id: 'F17',
    fault: `Postgres answers after ${answerMs} ms, stdout stalls ${stalledMs / 1_000} s`,
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs },
    seen: `${Math.round(Math.max(...memory))} MiB while stalled, ${Math.round(peak)} MiB at most, loop delay p99 ${p99} ms, ${rebalances} rebalances`,
  });
  expect(problems).toEqual([]);
  expect(rebalances).toBe(0);
  expect(Math.max(...memory) - Math.min(...memory)).toBeLessThan(32);
  expect(Math.max(...memory)).toBeLessThan(256);
  expect(peak).toBeLessThan(330);
  expect(p99).toBeLessThan(sized(100, 1_000));
});

async function migrate(url: string): Promise<void> {
  const database = await openDatabase({ url, poolSize: 1, name: 'test' });
  await database.close();
}
