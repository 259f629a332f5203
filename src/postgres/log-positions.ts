import type { Client } from 'pg';
import type Pool from 'pg-pool';
import { logKey } from '../log-key.ts';
import type { IncidentStore } from '../ports.ts';
import type { Epoch, LogId, Position } from '../types.ts';
import { createGroupCommit } from './group-commit.ts';

/** A log that has a position. */
export type StartedLog = {
  readonly logId: number;
  /** Highest position any group ever reached, as far as known here. */
  reached: bigint;
};

/** Positions of one group, and what the store calls its logs. All reject with the driver's error. */
export type LogPositions = Pick<IncidentStore, 'position' | 'epochs' | 'start'> & {
  /** Answers undefined for a log without a position. */
  readonly started: (log: LogId) => Promise<StartedLog | undefined>;
};

type PositionRow = LogId & {
  readonly log_id: number;
  readonly next: string;
  readonly reached: string;
  readonly pruned: string | null;
};

export function createLogPositions(pool: Pool<Client>, clusterId: string, group: string): LogPositions {
  const started = new Map<string, StartedLog>();

  /** Asked for a hundred logs at once when the group hands them out. */
  const position = createGroupCommit<LogId, Position | undefined>({
    commit: async (asked) => {
      const found = await positions(asked);
      return asked.map((log) => ({ status: 'fulfilled', value: found.get(logKey(log)) }));
    },
    atOnce: 1,
  });

  async function positions(asked: readonly LogId[]): Promise<ReadonlyMap<string, Position>> {
    // Served by the unique key of log and the primary key of position.
    const { rows } = await pool.query<PositionRow>(
      `SELECT DISTINCT ON (topic, partition) topic, partition, log_id, next, reached,
              CASE WHEN pruned > next THEN pruned END AS pruned
         FROM unnest($2::text[], $3::integer[]) AS asked (topic, partition)
         JOIN esm.log USING (topic, partition)
         JOIN esm.position USING (log_id)
        WHERE cluster_id = $1 AND consumer_group = $4
        ORDER BY topic, partition, epoch DESC`,
      [clusterId, asked.map(({ topic }) => topic), asked.map(({ partition }) => partition), group],
    );
    return new Map(
      rows.map((row) => {
        const [next, reached] = [BigInt(row.next), BigInt(row.reached)];
        started.set(logKey(row), { logId: row.log_id, reached });
        const pruned = row.pruned !== null && { pruned: BigInt(row.pruned) };
        return [logKey(row), { next, reached, ...pruned }] as const;
      }),
    );
  }

  async function epochs(topics: readonly string[]): Promise<ReadonlyMap<string, Epoch>> {
    // Served by the unique key of log.
    const { rows } = await pool.query<LogId & { epoch: number; reached: string }>(
      `SELECT DISTINCT ON (topic, partition) topic, partition, epoch, reached
         FROM esm.log WHERE cluster_id = $1 AND topic = ANY ($2)
        ORDER BY topic, partition, epoch DESC`,
      [clusterId, topics],
    );
    return new Map(
      rows.map((row) => [logKey(row), { epoch: row.epoch, reached: BigInt(row.reached) }] as const),
    );
  }

  async function start(positions: Parameters<IncidentStore['start']>[0]): Promise<void> {
    for (const { log } of positions) started.delete(logKey(log));
    // The join on the log that stood before or was made here: ON CONFLICT returns only the latter.
    await pool.query(
      `WITH wanted AS (
         SELECT topic, partition, next,
                coalesce(named, (SELECT max(epoch) FROM esm.log
                                  WHERE cluster_id = $1 AND log.topic = w.topic AND log.partition = w.partition), 0) AS epoch
           FROM unnest($2::text[], $3::int[], $4::bigint[], $6::int[]) AS w (topic, partition, next, named)
       ), made AS (
         INSERT INTO esm.log (cluster_id, topic, partition, epoch, reached)
         SELECT $1, topic, partition, epoch, next FROM wanted
         ON CONFLICT (cluster_id, topic, partition, epoch) DO UPDATE SET reached = log.reached
         RETURNING log_id, topic, partition
       )
       INSERT INTO esm.position (consumer_group, log_id, next)
       SELECT $5, log_id, next FROM made JOIN wanted USING (topic, partition)
       ON CONFLICT DO NOTHING`,
      [
        clusterId,
        positions.map(({ log }) => log.topic),
        positions.map(({ log }) => log.partition),
        positions.map(({ next }) => next),
        group,
        positions.map(({ epoch }) => epoch ?? null),
      ],
    );
  }

  async function startedLog(log: LogId): Promise<StartedLog | undefined> {
    const key = logKey(log);
    if (!started.has(key)) await position(log);
    return started.get(key);
  }

  return { position, epochs, start, started: startedLog };
}
