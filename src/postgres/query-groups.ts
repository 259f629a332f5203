import { ask } from './ask.ts';
import type { Database } from './pool.ts';

export type StoredGroup = { readonly clusterId: string; readonly group: string };

/**
 * The groups that store their errors here, those that stored last first. Positions are as few as all groups' partitions.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryGroups(database: Database, limit: number): Promise<readonly StoredGroup[]> {
  const rows = await ask<{ readonly cluster_id: string; readonly consumer_group: string }>(
    database,
    `SELECT cluster_id, consumer_group
       FROM esm.position JOIN esm.log USING (log_id)
      GROUP BY cluster_id, consumer_group
      ORDER BY max(updated_at) DESC
      LIMIT $1`,
    [limit],
  );
  return rows.map(({ cluster_id: clusterId, consumer_group: group }) => ({ clusterId, group }));
}
