import { logKey } from '../log-key.ts';
import { ask } from './ask.ts';
import type { Database } from './pool.ts';

type OccurrenceRow = { readonly topic: string; readonly partition: number; readonly offset: string };

/**
 * The lowest stored offset of the incident with exactly this id in each log where it occurred, keyed by `logKey`.
 * Served by error_fingerprint.
 */
export async function queryFirstOccurrences(
  database: Database,
  clusterId: string,
  id: string,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await ask<OccurrenceRow>(
    database,
    `SELECT topic, partition, min("offset") AS "offset"
       FROM esm.fingerprint JOIN esm.error USING (fingerprint) JOIN esm.log USING (log_id)
      WHERE incident_id = $2 AND cluster_id = $1
      GROUP BY topic, partition, epoch
     HAVING epoch = (SELECT max(epoch) FROM esm.log AS newest
                      WHERE newest.cluster_id = $1 AND newest.topic = log.topic AND newest.partition = log.partition)`,
    [clusterId, id],
  );
  return new Map(rows.map((row) => [logKey(row), BigInt(row.offset)] as const));
}
