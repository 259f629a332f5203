import { expect, test } from 'vitest';
import type { Database } from '../../src/postgres/pool.ts';
import { batchOf } from '../contracts/incident-store.ts';
import { aBackup } from '../support/a-backup.ts';
import { aStore } from '../support/a-store.ts';
import { servers } from '../support/servers.ts';

const log = { topic: 'application-logs', partition: 0 };

test.for([
  { how: 'inserted', copyFrom: Number.MAX_SAFE_INTEGER },
  { how: 'copied', copyFrom: 1 },
])('errors that are $how have their incident also in a database that was set back', async ({ copyFrom }) => {
  const { store, database } = await aStore(undefined, copyFrom);
  await store.start([{ log, next: 0n }]);
  await store.save(batchOf(2, { error: { incident: 'aa' } }));
  const backup = await aBackup(database, servers().databaseUrl);
  await store.save(batchOf(3, { from: 2n, error: { incident: 'bb' } }));

  await backup.restore();
  await store.position(log); // as after the fence
  const again = await store.save(batchOf(3, { from: 2n, error: { incident: 'bb' } }));
  const later = await store.save(batchOf(1, { from: 5n, error: { incident: 'bb' } }));

  expect(again).toMatchObject({ outcome: 'stored', stored: { inserted: 3, newIncidents: ['bb'] } });
  expect(later).toMatchObject({ outcome: 'stored', stored: { inserted: 1, newIncidents: [] } });
  expect(await errorsByIncident(database)).toEqual({ aa: 2, bb: 4 });
});

/** How many errors each incident has; those without one count as `none`. */
async function errorsByIncident({ pool }: Database) {
  const { rows } = await pool.query<{ id: string; errors: number }>(
    `SELECT coalesce(incident_id, 'none') AS id, count(*)::int AS errors
       FROM esm.error LEFT JOIN esm.fingerprint USING (fingerprint) GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ id, errors }) => [id, errors]));
}
