import type { LogId, ServiceTotals } from '../types.ts';
import { toMonitorError } from './faults.ts';
import type { Database } from './pool.ts';
import { type TotalRow, toServiceTotals } from './save-batch.ts';

/** Absolute totals of every log, one entry a log. Served by the primary key of total, read whole. */
export async function queryTotals({
  pool,
  address,
}: Database): Promise<readonly { readonly log: LogId; readonly totals: readonly ServiceTotals[] }[]> {
  try {
    const { rows } = await pool.query<{ topic: string; partition: number; totals: readonly TotalRow[] }>(
      `SELECT topic, partition, json_agg(total) AS totals
         FROM esm.total JOIN esm.log USING (log_id)
        GROUP BY log_id, topic, partition`,
    );
    return rows.map(({ topic, partition, totals }) => ({
      log: { topic, partition },
      totals: totals.map(toServiceTotals),
    }));
  } catch (error) {
    throw toMonitorError(error, address);
  }
}
