import type { MinuteCounts } from '../types.ts';
import { ask } from './ask.ts';
import { sums } from './counts-between.ts';
import type { Database } from './pool.ts';
import { type TotalRow, toServiceTotals } from './total-row.ts';

/**
 * Events by service and minute since the minute of `since` (ms since the epoch), in no order. Served by the primary key
 * of folded_minute.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryMinutes(database: Database, since: number): Promise<readonly MinuteCounts[]> {
  const rows = await ask<TotalRow & { readonly minute: Date }>(
    database,
    `SELECT service, minute, ${sums}
       FROM esm.minute
      WHERE minute >= date_trunc('minute', to_timestamp($1::float8 / 1000))
      GROUP BY service, minute`,
    [since],
  );
  return rows.map((row) => ({ ...toServiceTotals(row), minute: row.minute.getTime() }));
}
