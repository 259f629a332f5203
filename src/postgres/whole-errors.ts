import type { LogError } from '../types.ts';
import { ask } from './ask.ts';
import { type ErrorRow, toLogError } from './error-row.ts';
import type { Database } from './pool.ts';

/**
 * The rows as the rest of the program knows errors.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function toLogErrors(
  database: Database,
  rows: readonly ErrorRow[],
): Promise<readonly LogError[]> {
  const stacks = await stacksElsewhere(database, rows);
  return rows.map((row) => toLogError(row, row.stack ?? stacks.get(placeOfStack(row)) ?? null));
}

/**
 * The stacks that rows refer to: each of them once, by `placeOfStack`. Served by the primary key of error, in the daily
 * partitions from the first to the last of the rows.
 */
async function stacksElsewhere(
  database: Database,
  rows: readonly ErrorRow[],
): Promise<ReadonlyMap<string, string>> {
  const places = new Map(
    rows.filter((row) => row.stack_of !== null).map((row) => [placeOfStack(row), row] as const),
  );
  if (places.size === 0) return new Map();
  const wanted = [...places.values()];
  const days = wanted.map(dayOf);
  const found = await ask<Pick<ErrorRow, 'log_id' | 'at' | 'stack_of'> & { readonly stack: string }>(
    database,
    `SELECT log_id, at, "offset" AS stack_of, stack
       FROM unnest($1::integer[], $2::bigint[]) AS wanted (log_id, "offset")
       JOIN esm.error USING (log_id, "offset")
      WHERE part = 0 AND stack IS NOT NULL AND at >= to_timestamp($3::float8 / 1000) AND at < to_timestamp($4::float8 / 1000)`,
    [
      wanted.map((row) => row.log_id),
      wanted.map((row) => row.stack_of),
      Math.min(...days) * dayMs,
      (Math.max(...days) + 1) * dayMs,
    ],
  );
  return new Map(found.map((row) => [placeOfStack(row), row.stack]));
}

const dayMs = 86_400_000;

/** Of a day too: a topic that lost its end by an unclean election may have an offset twice. */
function placeOfStack(row: Pick<ErrorRow, 'log_id' | 'at' | 'stack_of'>): string {
  return `${row.log_id} ${row.stack_of} ${dayOf(row)}`;
}

function dayOf({ at }: Pick<ErrorRow, 'at'>): number {
  return Math.floor(at.getTime() / dayMs);
}
