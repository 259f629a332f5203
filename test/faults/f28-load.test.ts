import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { numbered } from '../support/numbered-records.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { untilRead } from './support/judge.ts';
import { judgeNumbers } from './support/judge-numbers.ts';
import { startLoad } from './support/load.ts';
import { loopDelayP99Ms, measuringLoopDelay } from './support/loop-delay.ts';
import { lastStats, peakMemoryMiB } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { longMs, sized } from './support/size.ts';
import { watchProcess } from './support/watch-process.ts';

const perSecond = sized(20_000, 2_000);
const stormPerSecond = sized(50_000, 5_000);
const errorEvery = 20;
const steadyMs = sized(longMs, 2_000);
const warmUpMs = Math.min(120_000, steadyMs / 3);
const stormMs = sized(Math.min(60_000, longMs / 10), 1_000);
const catchUpMs = sized(600_000, 40_000);

/** Values are made once: at 50,000/s the writer has no time to make them. */
const ring = Array.from({ length: 2_000 }, (_, n) => n);
const steadyValues = ring.map((n) => Buffer.from(textOf(n, n % errorEvery === 0 ? 'ERROR' : 'INFO')));
const stormValues = ring.map((n) => Buffer.from(textOf(n, 'ERROR')));

test(`F28 counts all of ${perSecond} records/s, then of ${stormPerSecond} errors/s, once, and grows by nothing`, {
  timeout: steadyMs + stormMs + catchUpMs + 120_000,
}, async (context) => {
  const world = await aFaultWorld({}, { steady: true });
  const member = world.member([], measuringLoopDelay);
  const steady = startLoad(world.kafka, world.topic, perSecond, { value: (n) => at(steadyValues, n) });
  await world.progress();
  const growth = watchProcess(member, warmUpMs);
  await sleep(steadyMs);
  const { slope } = await growth.stop();
  const base = await steady.stop();
  const steadyP99 = await loopDelayP99Ms(member);

  const storm = startLoad(world.kafka, world.topic, stormPerSecond, {
    from: base,
    value: (n) => at(stormValues, n),
  });
  await sleep(stormMs);
  const events = await storm.stop();
  const quietSince = performance.now();
  await untilRead(world, catchUpMs);
  const recoveredMs = performance.now() - quietSince;
  const stormP99 = await loopDelayP99Ms(member);
  const numbers = {
    events,
    errors: Math.ceil(base / errorEvery) + (events - base),
    isErrorSql: `n >= ${base} OR n % ${errorEvery} = 0`,
  };
  const { lost, doubled, problems } = await judgeNumbers(world, numbers);
  const { rebalances } = await lastStats(member);

  const offered = Math.round(((events - base) / stormMs) * 1_000);
  record(context, {
    id: 'F28',
    fault: 'load: 5 % errors, then a storm of errors alone',
    load: `${base} events, ${perSecond}/s for ${steadyMs / 1_000} s; ${events - base} errors, ${offered}/s for ${stormMs / 1_000} s`,
    ...{ lost, doubled, recoveredMs },
    seen: `memory ${slope.toFixed(1)} MiB/min, ${Math.round(peakMemoryMiB(member))} MiB at most, loop delay p99 ${steadyP99} ms, in the storm ${stormP99} ms, ${rebalances} rebalances`,
  });
  expect(problems).toEqual([]);
  expect(rebalances).toBe(0);
  expect(Math.max(steadyP99, stormP99)).toBeLessThan(sized(100, 1_000));
  // Of a shorter time the slope says little: a collection of garbage more or less decides it.
  if (steadyMs >= 600_000) expect(slope).toBeLessThan(1);
});

function at(values: readonly Buffer[], n: number): Buffer {
  return values[n % values.length] ?? Buffer.alloc(0);
}

function textOf(n: number, level: string): string {
  return JSON.stringify({
    timestamp: new Date(1_795_428_902_000 + n).toISOString(),
    level,
    service: numbered.service(n),
    message: `request ${n} failed after ${n % 900} ms`,
  });
}
