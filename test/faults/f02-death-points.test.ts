import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { deathPoints } from './support/death-points.ts';
import { aFaultWorld, type FaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';

const program = fileURLToPath(new URL('./programs/dying-monitor.ts', import.meta.url));
const deaths = sized(50, 1);
const perSecond = 1_000;

test.for(deathPoints)(
  `F2 counts everything once when it dies %s, ${deaths} times`,
  {
    timeout: patienceMs,
  },
  async (point, context) => {
    const world = await aFaultWorld();
    const load = startLoad(world.kafka, world.topic, perSecond);

    for (let death = 0; death < deaths; death++) {
      expect(await endOf(world, [point, world.topic, String(death % 4)])).toBe('SIGKILL');
    }
    world.member();
    const recoveredMs = await world.progress();
    const records = await load.stop();
    const { lost, doubled, problems } = await judge(world, records);

    record(context, {
      ...{ id: 'F2', fault: `dies ${point}, ${deaths} times`, load: `${records} events, ${perSecond}/s` },
      ...{ lost, doubled, recoveredMs },
    });
    expect(problems).toEqual([]);
  },
);

/** Runs the program to its end and answers the signal that ended it. */
async function endOf({ env }: FaultWorld, args: readonly string[]): Promise<NodeJS.Signals | null> {
  const flags = ['--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, program, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: 'inherit',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [, signal] = await once(child, 'exit');
  return signal;
}
