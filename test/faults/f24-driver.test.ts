import { expect, test } from 'vitest';
import { waitFor } from '../support/wait-for.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const perSecond = 1_000;

/** The monitor with a Kafka client that fails at SIGUSR2. */
function hurt(how: 'crash' | 'stall') {
  const program = new URL('./programs/hurt-client.ts', import.meta.url);
  return {
    NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${program.href}`,
    HURT: how,
    HURT_SPEED: sized('1', '10'),
  };
}

test('F24 ends with a sentence when the Kafka client gives up for good', {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const load = startLoad(world.kafka, world.topic, perSecond);
  const hurtMember = world.member([], hurt('crash'));
  await world.progress();

  hurtMember.process.kill('SIGUSR2');
  const since = performance.now();
  const code = await hurtMember.ended();
  const endedMs = performance.now() - since;
  world.member();
  const recoveredMs = await world.progress();
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);

  record(context, {
    id: 'F24',
    fault: 'the Kafka client gives up for good',
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs },
    seen: `exit ${code} after ${(endedMs / 1_000).toFixed(1)} s`,
  });
  expect(code).toBe(3);
  expect(hurtMember.stderr()).toContain('The Kafka client gave up: hurt by a test.');
  expect(endedMs).toBeLessThan(allowed(5_000));
  expect(problems).toEqual([]);
});

test('F24 starts the Kafka client anew when records do not arrive any more', {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const load = startLoad(world.kafka, world.topic, perSecond);
  const member = world.member([], hurt('stall'));
  await world.progress();

  member.process.kill('SIGUSR2');
  const since = performance.now();
  await waitFor(
    'the sentence',
    () => member.stderr().includes('the client is started anew'),
    allowed(30_000),
  );
  await world.progress();
  const recoveredMs = performance.now() - since;
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);

  record(context, {
    id: 'F24',
    fault: 'the Kafka client fetches nothing any more',
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs },
    seen: 'the time is from the stall on',
  });
  expect(recoveredMs).toBeLessThan(allowed(40_000));
  expect(problems).toEqual([]);
});
