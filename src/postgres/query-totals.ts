import type { LogId, ServiceTotals } from '../types.ts';
import { ask } from './ask.ts';
import type { Database } from './pool.ts';
import { type TotalRow, toServiceTotals } from './total-row.ts';

/**
 * Absolute totals of every log, one entry a log. Served by the primary key of total, read whole.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryTotals(
  database: Database,
): Promise<readonly { readonly log: LogId; readonly totals: readonly ServiceTotals[] }[]> {
  const rows = await ask<{ topic: string; partition: number; totals: readonly TotalRow[] }>(
    database,
    `SELECT topic, partition, json_agg(total) AS totals
       FROM esm.total JOIN esm.log USING (log_id)
      GROUP BY log_id, topic, partition`,
  );
  return rows.map(({ topic, partition, totals }) => ({
    log: { topic, partition },
    totals: totals.map(toServiceTotals),
  }));
}
