import type { ChangedTotals } from '../types.ts';
import { ask } from './ask.ts';
import type { Database } from './pool.ts';
import { type TotalRow, toServiceTotals } from './total-row.ts';

/**
 * The folded totals that are newer than version `since`; 0 asks for all. What is not folded yet is in none of them.
 *
 * The services are read whole, a row each, and only when there was a fold since.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function changedTotals(database: Database, since: bigint): Promise<ChangedTotals> {
  // One statement, one snapshot: the totals belong to the version read beside them.
  const [row] = await ask<{ version: string; totals: readonly TotalRow[] }>(
    database,
    `SELECT version,
            CASE WHEN version > $1
                 THEN (SELECT coalesce(json_agg(t), '[]') FROM esm.folded_total AS t WHERE t.version > $1)
                 ELSE '[]' END AS totals
       FROM esm.fold`,
    [since],
  );
  if (row === undefined) throw new Error('esm.fold always has one row');
  return { version: BigInt(row.version), totals: row.totals.map(toServiceTotals) };
}
