import type { Health } from '../../../src/health.ts';
import type { Feed } from '../../../src/ui/state/feed.ts';
import { aHealth, anError, aPartition, aStoredBatch, noon, severityCounts } from '../../support/builders.ts';
import { aSession, type Session } from './a-session.ts';
import { javaStack } from './random-batch.ts';

export const sixPartitions = aHealth({
  partitions: Array.from({ length: 6 }, (_, partition) =>
    aPartition({ partition, position: 100n, end: 102n }),
  ),
});

/** A minute of three services: user-management fails most, task-processing is CRITICAL at times, notification is well. */
export function aBusySession(health: Health = sixPartitions, feed?: (now: () => number) => Feed): Session {
  const session = aSession({ health, since: noon - 60_000, ...(feed ? { feed } : {}) });
  const push = (some: Parameters<typeof aStoredBatch>[0]) => session.feed.push(aStoredBatch(some));
  const told = (service: string, count: number) =>
    session.feed.totals([{ service, counts: severityCounts({ ERROR: count, INFO: count * 40 }) }]);
  for (let second = 0; second < 60; second += 1) {
    const time = noon - 60_000 + second * 1_000;
    const users = Array.from({ length: 1 + (second % 7) }, () => anError({ time, offset: BigInt(second) }));
    push({ errors: users, others: 200 });
    told('user-management', 18_000 + second);
    if (second % 20 === 3) {
      const newIncidents = second < 20 ? ['workers'] : [];
      push({ errors: [workers(time)], others: 30, newIncidents });
      told('task-processing', 77);
    }
    const well = { service: 'notification', minute: 0, counts: severityCounts({ INFO: 50 }) };
    push({ errors: [], others: 50, counts: [well] });
    session.wait(1_000);
  }
  return session;
}

function workers(time: number) {
  return anError({
    time,
    severity: 'CRITICAL',
    service: 'task-processing',
    message: 'Worker pool exhausted: 0 of 32 free',
    incident: 'workers',
    stack: javaStack,
  });
}
