import type { LogError } from '../types.ts';
import { ask } from './ask.ts';
import { type ErrorRow, errorColumns, wholeErrors } from './error-row.ts';
import type { Database } from './pool.ts';
import { toLogErrors } from './whole-errors.ts';

/**
 * Errors of the incident with exactly this id, newest first by Kafka timestamp.
 *
 * Each fingerprint is asked for its newest by itself, so that error_fingerprint serves them in order.
 */
export async function queryOccurrences(
  database: Database,
  id: string,
  limit: number,
  before?: number,
): Promise<readonly LogError[]> {
  const rows = await ask<ErrorRow>(
    database,
    `WITH found AS (
       SELECT error.*
         FROM esm.fingerprint
        CROSS JOIN LATERAL (
              SELECT ${errorColumns} FROM esm.error
               WHERE error.fingerprint = fingerprint.fingerprint
                 AND at < coalesce(to_timestamp($2::float8 / 1000), 'infinity')
               ORDER BY at DESC LIMIT $3) AS error
        WHERE incident_id = $1
        ORDER BY at DESC, log_id DESC, "offset" DESC, part DESC
        LIMIT $3
     )
     SELECT ${wholeErrors.columns}
       FROM ${wholeErrors.from}
      ORDER BY at DESC, log_id DESC, "offset" DESC, part DESC`,
    [id, before ?? null, limit],
  );
  return await toLogErrors(database, rows);
}
