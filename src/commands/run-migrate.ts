import type { StoreConfig } from '../config/store-config.ts';
import { ask } from '../postgres/ask.ts';
import { toMonitorError } from '../postgres/faults.ts';
import { grant } from '../postgres/migrate.ts';
import { openConfiguredDatabase } from '../postgres/open-store.ts';
import type { Database } from '../postgres/pool.ts';
import type { Context } from './context.ts';

/**
 * Brings the schema up to date, which opening the store does, and gives the roles their rights.
 *
 * @throws MonitorError when Postgres can't be reached, or the user may not change the schema.
 */
export async function runMigrate(store: StoreConfig, { stderr, signal }: Context): Promise<void> {
  const database = await openConfiguredDatabase({ ...store, poolSize: 1 }, 'esm-monitor migrate', signal);
  try {
    await giveRights(database);
    const [state] = await ask<{ version: string; roles: readonly string[] }>(database, stateSql);
    const roles = state?.roles ?? [];
    stderr.write(
      `The schema esm is at ${state?.version}. ${roles.length === 0 ? 'There are no roles esm_app and esm_read to give rights to.' : `Rights given to ${roles.join(' and ')}.`}\n`,
    );
  } finally {
    await database.close();
  }
}

async function giveRights({ pool, address }: Database): Promise<void> {
  try {
    const client = await pool.connect();
    try {
      await grant(client);
    } finally {
      client.release();
    }
  } catch (error) {
    throw toMonitorError(error, address);
  }
}

const stateSql = `
SELECT (SELECT max(name) FROM esm.migration) AS version,
       ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname IN ('esm_app', 'esm_read') ORDER BY rolname) AS roles`;
