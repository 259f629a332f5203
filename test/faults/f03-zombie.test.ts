import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { waitFor } from '../support/wait-for.ts';
import { aBusyMember } from './support/a-working-member.ts';
import { judge } from './support/judge.ts';
import { lastStats } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const stoppedMs = sized(40_000, 3_000);
const perSecond = 5_000;

test(`F3 fences a member that wakes up after ${stoppedMs} ms and takes it into the group again`, {
  timeout: patienceMs,
}, async (context) => {
  const { world, member: zombie, load } = await aBusyMember(perSecond);
  const other = world.member();
  await waitFor('both to have partitions', async () => {
    const shares = await Promise.all([lastStats(zombie), lastStats(other)]);
    return shares.every(({ partitions }) => partitions === 3);
  });

  // Its statement hangs on the lock while more gathers behind it; that is what it tries to store when it wakes up.
  const lock = await lockPositions(world.databaseUrl);
  await sleep(sized(1_000, 500));
  zombie.process.kill('SIGSTOP');
  await lock.release();
  await sleep(stoppedMs);
  zombie.process.kill('SIGCONT');
  const since = performance.now();
  await waitFor(
    'the fence',
    () => zombie.stderr().includes('another member stored past our position'),
    allowed(10_000),
  );
  const had = (await lastStats(zombie)).rebalances;
  await waitFor('its share', async () => (await lastStats(zombie)).partitions === 3, allowed(10_000));
  const recoveredMs = performance.now() - since;
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);

  record(context, {
    id: 'F3',
    fault: `SIGSTOP for ${stoppedMs / 1_000} s with a second member`,
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs },
    seen: `${zombie.stderr().match(/another member stored/g)?.length} batches fenced`,
  });
  expect(had).toBeGreaterThan(0);
  expect(problems).toEqual([]);
  expect(await zombie.end()).toBe(0);
});

async function lockPositions(databaseUrl: string): Promise<{ release(): Promise<void> }> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM esm.position FOR UPDATE');
  return {
    release: async () => {
      await client.query('ROLLBACK');
      await client.end();
    },
  };
}
