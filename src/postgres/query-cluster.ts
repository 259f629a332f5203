import { ask } from './ask.ts';
import type { Database } from './pool.ts';

/**
 * Id of the Kafka cluster that a group of this name stored errors of last; undefined when none ever did. The positions
 * of a group are as few as its partitions.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryCluster(database: Database, group: string): Promise<string | undefined> {
  const [newest] = await ask<{ readonly cluster_id: string }>(
    database,
    `SELECT cluster_id
       FROM esm.position JOIN esm.log USING (log_id)
      WHERE consumer_group = $1
      ORDER BY updated_at DESC
      LIMIT 1`,
    [group],
  );
  return newest?.cluster_id;
}
