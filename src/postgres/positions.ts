import { MonitorError } from '../errors.ts';
import { logKey } from '../log-key.ts';
import type { LogId, Position } from '../types.ts';
import { ask } from './ask.ts';
import type { Database } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** Whose positions: a consumer group of one Kafka cluster. */
export type PositionOwner = { readonly clusterId: string; readonly group: string };

/** A position to move; `current` is undefined where the group has none yet. */
export type Move = { readonly log: LogId; readonly current: bigint | undefined; readonly target: bigint };

type PositionRow = {
  readonly topic: string;
  readonly partition: number;
  readonly next: string;
  readonly reached: string;
  readonly pruned: string;
};

/** A position, and the offset below which retention dropped errors. */
export type StoredPosition = Position & { readonly pruned: bigint };

/** Positions of the group in the newest epoch of each log, keyed by `logKey`. Served by the unique key of log. */
export async function queryPositions(
  database: Database,
  { clusterId, group }: PositionOwner,
  topics: readonly string[],
): Promise<ReadonlyMap<string, StoredPosition>> {
  const rows = await ask<PositionRow>(
    database,
    `SELECT DISTINCT ON (topic, partition) topic, partition, next, reached, pruned
       FROM esm.log JOIN esm.position USING (log_id)
      WHERE cluster_id = $1 AND consumer_group = $2 AND topic = ANY ($3)
      ORDER BY topic, partition, epoch DESC`,
    [clusterId, group, topics],
  );
  return new Map(
    rows.map(
      (row) =>
        [
          logKey(row),
          { next: BigInt(row.next), reached: BigInt(row.reached), pruned: BigInt(row.pruned) },
        ] as const,
    ),
  );
}

/**
 * Moves positions in one transaction, in which `together` runs last: when it rejects, nothing was moved.
 *
 * @throws MonitorError `REFUSED` when a position is not where it was; somebody else moved it.
 */
export async function movePositions(
  database: Database,
  { clusterId, group }: PositionOwner,
  moves: readonly Move[],
  together: () => Promise<void>,
): Promise<void> {
  await inTransaction(database, async (client) => {
    const { rows } = await client.query<{ moved: string }>(moveSql, [
      clusterId,
      group,
      moves.map(({ log }) => log.topic),
      moves.map(({ log }) => log.partition),
      moves.map(({ current }) => current ?? null),
      moves.map(({ target }) => target),
    ]);
    if (Number(rows[0]?.moved ?? 0) !== moves.length) {
      throw new MonitorError(
        'REFUSED',
        'The positions moved while the plan was made: somebody reads as this group.',
        'Stop its members and ask for the plan again. Nothing was moved.',
      );
    }
    await together();
  });
}

/** A log that is not known yet is made; nothing of it was counted, so it counts from the target on. */
const moveSql = `
WITH wanted AS (
  SELECT * FROM unnest($3::text[], $4::int[], $5::bigint[], $6::bigint[]) AS w (topic, partition, current, target)
),
made AS (
  INSERT INTO esm.log (cluster_id, topic, partition, reached)
  SELECT $1, topic, partition, target FROM wanted
   WHERE NOT EXISTS (SELECT FROM esm.log
                      WHERE cluster_id = $1 AND log.topic = wanted.topic AND log.partition = wanted.partition)
  RETURNING log_id, topic, partition, epoch
),
newest AS (
  SELECT DISTINCT ON (topic, partition) log_id, current, target
    FROM (SELECT log_id, topic, partition, epoch FROM esm.log WHERE cluster_id = $1
           UNION ALL SELECT * FROM made) AS log
    JOIN wanted USING (topic, partition)
   ORDER BY topic, partition, epoch DESC
),
moved AS (
  UPDATE esm.position SET next = target, updated_at = now()
    FROM newest
   WHERE position.log_id = newest.log_id AND consumer_group = $2 AND next = current
  RETURNING position.log_id
),
begun AS (
  INSERT INTO esm.position (consumer_group, log_id, next)
  SELECT $2, log_id, target FROM newest
   WHERE NOT EXISTS (SELECT FROM esm.position WHERE position.log_id = newest.log_id AND consumer_group = $2)
  ON CONFLICT DO NOTHING
  RETURNING log_id
)
SELECT (SELECT count(*) FROM moved) + (SELECT count(*) FROM begun) AS moved`;
