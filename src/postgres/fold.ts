import type { ClientBase } from 'pg';
import { toMonitorError } from './faults.ts';
import { foldSql } from './fold-sql.ts';
import type { Database } from './pool.ts';

/** So many tallies one statement folds, so that it is short however many there are. */
const talliesAtOnce = 1_000;

/**
 * Folds what batches have counted into the counts of services and incidents. Whoever reads them sees both together, so nobody waits
 * for it, and a fold that is interrupted has folded nothing. Resolves at once while somebody else folds.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function fold({ pool, address }: Database): Promise<void> {
  try {
    const client = await pool.connect();
    try {
      await foldAll(client);
    } finally {
      client.release();
    }
  } catch (error) {
    throw toMonitorError(error, address);
  }
}

/** The same on a connection that the caller holds; rejects with the driver's error. */
export async function foldAll(client: ClientBase): Promise<void> {
  for (let folded = talliesAtOnce; folded === talliesAtOnce; ) {
    const { rows } = await client.query<{ tallies: number }>(foldSql, [talliesAtOnce]);
    folded = rows[0]?.tallies ?? 0;
  }
}

/**
 * Runs `work` while nobody else folds, and waits for who does: a fold takes rows in the order of their keys, and who
 * takes them in another would wait for it in a circle.
 */
export async function whileNobodyFolds<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query(`SELECT pg_advisory_lock(hashtext('esm.fold'))`);
  try {
    return await work();
  } finally {
    await client.query(`SELECT pg_advisory_unlock(hashtext('esm.fold'))`).catch(() => {}); // it ends with the connection
  }
}
