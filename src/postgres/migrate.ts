import { fileURLToPath } from 'node:url';
import type { ClientBase } from 'pg';

const newest = '002-alerts';

/**
 * Brings the schema `esm` to the newest version; does nothing, and loads no library, when it is there already.
 *
 * Members that start at once wait for each other (advisory lock). Rejects with the driver's error.
 */
export async function migrate(client: ClientBase): Promise<void> {
  if (await isNewest(client)) return;
  const { runner } = await import('node-pg-migrate');
  await runner({
    dbClient: client,
    dir: fileURLToPath(new URL('migrations', import.meta.url)),
    ignorePattern: '.*\\.map|.*\\.d\\.ts',
    direction: 'up',
    schema: 'esm',
    createSchema: true,
    migrationsTable: 'migration',
    advisoryLockMode: 'wait',
    log: () => {},
  });
}

async function isNewest(client: ClientBase): Promise<boolean> {
  try {
    const { rowCount } = await client.query('SELECT FROM esm.migration WHERE name = $1', [newest]);
    return rowCount === 1;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** No such table. */
function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '42P01';
}
