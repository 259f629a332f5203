import type { LogError, LogId } from '../types.ts';
import { ask } from './ask.ts';
import { type ErrorRow, errorColumns, wholeErrors } from './error-row.ts';
import type { Database } from './pool.ts';
import { toLogErrors } from './whole-errors.ts';

/** A stretch of one log: the offsets `[from, next)`. */
type LogStretch = { readonly log: LogId; readonly from: bigint; readonly next: bigint };

/**
 * The first `limit` stored errors of a stretch, in the order of the log. Served by the primary key of error in each
 * daily partition.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryRange(
  database: Database,
  clusterId: string,
  { log, from, next }: LogStretch,
  limit: number,
): Promise<readonly LogError[]> {
  const rows = await ask<ErrorRow>(
    database,
    `WITH found AS (
       SELECT ${errorColumns}
         FROM esm.error
        WHERE log_id = (SELECT log_id FROM esm.log
                         WHERE cluster_id = $1 AND topic = $2 AND partition = $3
                         ORDER BY epoch DESC LIMIT 1)
          AND "offset" >= $4 AND "offset" < $5
        ORDER BY "offset", part
        LIMIT $6
     )
     SELECT ${wholeErrors.columns}
       FROM ${wholeErrors.from}
      ORDER BY "offset", part`,
    [clusterId, log.topic, log.partition, String(from), String(next), limit],
  );
  return await toLogErrors(database, rows);
}
