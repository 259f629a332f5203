import type { QueryResultRow } from 'pg';
import { toMonitorError } from './faults.ts';
import type { Database } from './pool.ts';

/**
 * Rows of one statement.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function ask<Row extends QueryResultRow>(
  { pool, address }: Database,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  try {
    return (await pool.query<Row>(text, [...values])).rows;
  } catch (error) {
    throw toMonitorError(error, address);
  }
}
