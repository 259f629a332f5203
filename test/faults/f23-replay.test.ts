import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
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
  await deleteErrors(world);
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
  await deleteErrors(world);

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

/** As if a disk had lost them: rows are gone, and all counts say so, the tally by what is to be taken off. */
async function deleteErrors({ databaseUrl }: FaultWorld): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `WITH gone AS (
         DELETE FROM esm.error WHERE "offset" < ${lostBelow}
         RETURNING log_id, service, severity, fingerprint, date_trunc('minute', at, 'UTC') AS minute
       ), hit AS (
         SELECT fingerprint, service, severity, minute, -count(*)::integer AS count FROM gone GROUP BY 1, 2, 3, 4
       ), tally AS (
         INSERT INTO esm.tally (hit_fingerprints, hit_services, hit_severities, hit_minutes, hit_counts)
         SELECT array_agg(fingerprint), array_agg(service), array_agg(severity), array_agg(minute), array_agg(count)
           FROM hit
       ), incident_count AS (
         UPDATE esm.incident_count SET count = incident_count.count - lost.count
           FROM (SELECT log_id, fingerprint, count(*) AS count FROM gone GROUP BY 1, 2) AS lost
          WHERE incident_count.log_id = lost.log_id AND incident_count.fingerprint = lost.fingerprint
       ), counted AS (
         SELECT log_id, service, count(*) FILTER (WHERE severity = 'ERROR') AS error,
                count(*) FILTER (WHERE severity = 'CRITICAL') AS critical FROM gone GROUP BY 1, 2
       )
       UPDATE esm.total SET error = total.error - counted.error, critical = total.critical - counted.critical
         FROM counted WHERE total.log_id = counted.log_id AND total.service = counted.service`,
    );
  } finally {
    await client.end();
  }
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
