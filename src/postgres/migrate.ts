import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ClientBase } from 'pg';
import { MonitorError } from '../errors.ts';
import { sqlState } from './faults.ts';

const newest = '006-quicker-batches';
/** What the roles of sql/roles.sql may do; npm brings it beside the program. */
const grantsFile = new URL('../../sql/grants.sql', import.meta.url);

/** The schema `esm` and the user's part in it. */
type Standing = {
  readonly who: string;
  readonly there: boolean;
  /** Whether the user may look into it at all. */
  readonly may_use: boolean;
  readonly may_change: boolean;
};

/**
 * Brings the schema `esm` to the newest version; does nothing, and loads no library, when it is there already.
 *
 * Members that start at once wait for each other (advisory lock). Rejects with the driver's error.
 * @throws MonitorError `POSTGRES_FAILED` when the schema is to be changed and the user may not do that.
 */
export async function migrate(client: ClientBase): Promise<void> {
  if (await isNewest(client)) return;
  const standing = await standingOf(client);
  const isClosed = standing.there && !standing.may_use;
  if (isClosed || !standing.may_change) throw closedTo(standing);
  const { runner } = await import('node-pg-migrate');
  await runner({
    dbClient: client,
    dir: fileURLToPath(new URL('migrations', import.meta.url)),
    ignorePattern: '.*\\.map|.*\\.d\\.ts',
    direction: 'up',
    schema: 'esm',
    // To ask for a schema takes the right to make one, also where it is there.
    createSchema: !standing.there,
    migrationsTable: 'migration',
    advisoryLockMode: 'wait',
    log: () => {},
  });
  await grant(client);
}

/**
 * Gives the roles that are there their rights on the schema. Rejects with the driver's error.
 *
 * @throws MonitorError `POSTGRES_FAILED` when the user does not own the schema.
 */
export async function grant(client: ClientBase): Promise<void> {
  const standing = await standingOf(client);
  if (!standing.may_change) throw refusal(`The user ${standing.who} does not own the schema esm.`);
  // One after the other: two that give the same right at once would fail (tuple concurrently updated).
  const turn = `SELECT pg_advisory_xact_lock(hashtext('esm.grant'));`;
  await client.query(`${turn}\n${await readFile(grantsFile, 'utf8')}`);
}

async function standingOf(client: ClientBase): Promise<Standing> {
  const { rows } = await client.query<Standing>(`
    SELECT current_user AS who, esm.oid IS NOT NULL AS there,
           coalesce(has_schema_privilege(esm.oid, 'USAGE'), false) AS may_use,
           coalesce(pg_has_role(esm.nspowner, 'USAGE'), has_database_privilege(current_database(), 'CREATE')) AS may_change
      FROM (SELECT) AS always LEFT JOIN pg_namespace AS esm ON nspname = 'esm'`);
  const [standing] = rows;
  if (standing === undefined) throw new Error('a left join of one row is always a row');
  return standing;
}

/** One question, as every command asks it at its start. */
async function isNewest(client: ClientBase): Promise<boolean> {
  try {
    const { rowCount } = await client.query('SELECT FROM esm.migration WHERE name = $1', [newest]);
    return rowCount === 1;
  } catch (error) {
    if (isMissingOrClosed(error)) return false;
    throw error;
  }
}

/** No such table (undefined_table), or none that this user may read (insufficient_privilege). */
function isMissingOrClosed(error: unknown): boolean {
  return ['42P01', '42501'].includes(sqlState(error) ?? '');
}

function closedTo({ who, there, may_use: mayUse }: Standing): MonitorError {
  if (!there) return refusal(`There is no schema esm in this database, and the user ${who} may not make it.`);
  if (!mayUse) return refusal(`The user ${who} has no rights on the schema esm.`);
  return refusal(`The schema esm is older than this version, and the user ${who} may not change it.`);
}

function refusal(what: string): MonitorError {
  return new MonitorError(
    'POSTGRES_FAILED',
    what,
    'Run esm-monitor migrate with a DATABASE_URL of its owner: esm_owner, where sql/roles.sql made the roles.',
  );
}
