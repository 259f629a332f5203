import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { loseErrors } from '../support/lose-errors.ts';
import { waitFor } from '../support/wait-for.ts';
import { aMemberAtTheEnd } from './support/a-working-member.ts';
import type { FaultWorld } from './support/fault-world.ts';
import { judge } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { lastStats } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';

const count = sized(200_400, 6_000);
const perSecond = sized(5_000, 2_000);
/** Errors below this offset are lost and filled in again: those of the first 4,998 numbers. */
const lostBelow = 833;
const deleted = 1_000;
/** Enough to be killed in the midst of them. */
const rewound = sized(200_400, 60_000);

test('F23 fills in exactly what is missing beside a live watch, however often and however it ends', {
  timeout: patienceMs,
}, async (context) => {
  const { world, member } = await aMemberAtTheEnd(count);
  await loseErrors(world.databaseUrl, `"offset" < ${lostBelow}`);
  const load = startLoad(world.kafka, world.topic, perSecond, { from: count });
  const quiet = watchLag(() => lastStats(member));
  await sleep(sized(10_000, 2_000));
  const usualLag = await quiet.stop();

  const lags = watchLag(() => lastStats(member));
  await killedRepair(world);
  const rest = deleted - (await filledIn(world));
  const again = await runCommand(repairing(world), world);
  const once = await runCommand(repairing(world), world);
  const worstLag = await lags.stop();
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);

  record(context, {
    id: 'F23',
    fault: `replay --repair of ${deleted} lost errors, killed, then twice`,
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled },
    seen: `${rest} missing after the kill; lag of the live member at most ${worstLag} records, ${usualLag} before`,
  });
  expect(again.stderr).toContain(`${rest} missing errors filled in`);
  expect(once.stderr).toContain('0 missing errors filled in');
  expect(problems).toEqual([]);
  expect(worstLag).toBeLessThan(Math.max(perSecond * sized(1, 5), usualLag * 3)); // a busy machine lags anyway
});

test('F23 reads again exactly what is missing after a rewind, although it is killed with kill -9 on the way', {
  timeout: patienceMs,
}, async (context) => {
  const { world, member: before } = await aMemberAtTheEnd(rewound);
  const { topic } = world;
  await before.end();
  await loseErrors(world.databaseUrl, `"offset" < ${lostBelow}`);

  const rewind = ['replay', '--to', 'earliest', '--yes', '--topics', topic, '--group', topic];
  const moved = await runCommand(rewind, world);
  const killed = world.member();
  await world.progress();
  await killed.end('SIGKILL');
  const killedAt = await world.stored();
  world.member();
  const { lost, doubled, problems } = await judge(world, rewound);

  record(context, {
    id: 'F23',
    fault: `replay of the whole log with ${deleted} errors lost, killed on the way`,
    load: `${rewound} events`,
    ...{ lost, doubled },
    seen: `killed after ${killedAt} records`,
  });
  expect(moved.stderr).toContain('Moved 6 positions');
  expect(killedAt).toBeLessThan(rewound);
  expect(problems).toEqual([]);
});

function repairing({ topic }: FaultWorld): readonly string[] {
  return ['replay', '--to', 'earliest', '--repair', '--topics', topic, '--group', topic];
}

async function killedRepair(world: FaultWorld): Promise<void> {
  const repair = runMonitorProcess(repairing(world), world.env);
  await waitFor('something to be filled in', async () => (await filledIn(world)) > 0);
  await repair.end('SIGKILL');
}

/** Of the deleted errors, those that stand in the store again. */
async function filledIn({ databaseUrl }: FaultWorld): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT count(*) AS count FROM esm.error WHERE "offset" < $1', [
      lostBelow,
    ]);
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}

function watchLag(ask: () => Promise<{ readonly lag: string }>): { stop(): Promise<number> } {
  let stopped = false;
  const worst = (async () => {
    let most = 0;
    while (!stopped) most = Math.max(most, Number((await ask()).lag));
    return most;
  })();
  return {
    stop: () => {
      stopped = true;
      return worst;
    },
  };
}
