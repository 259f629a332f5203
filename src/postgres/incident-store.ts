import { logKey } from '../log-key.ts';
import type { IncidentStore, SaveOutcome } from '../ports.ts';
import type { BatchResult, LogError, LogId, Position } from '../types.ts';
import { withoutBadRows } from './bad-rows.ts';
import { copyErrors } from './copy-errors.ts';
import { createDays } from './days.ts';
import { faultOf, isOfRow, toMonitorError } from './faults.ts';
import type { Database } from './pool.ts';
import { type SavedRow, saveBatchSql, saveCopiedSql } from './save-batch.ts';
import { type Save, saveBatchValues, saveCopiedValues } from './save-batch-values.ts';
import { createSeen } from './seen.ts';
import { type TotalRow, toServiceTotals } from './total-row.ts';
import { inTransaction } from './transaction.ts';

/** One group's view of the store. `clusterId` tells the topics of one Kafka cluster from those of another. */
export type StoreOptions = {
  readonly database: Database;
  readonly clusterId: string;
  readonly group: string;
  /** Errors of a batch from which on they are copied; 250 where it is left out. */
  readonly copyFrom?: number;
};

type Started = {
  readonly logId: number;
  /** Highest position any group ever reached, as far as known here. */
  reached: bigint;
};

/** From so many errors on, copying them saves more than the round trips that it takes. */
const errorsWorthCopying = 250;
/** Takes a transaction back. */
const fenced = new Error('The position was moved.');

/** The store on Postgres: one transaction per batch, see `save-batch.ts`. */
export function createIncidentStore(options: StoreOptions): IncidentStore {
  const { database, clusterId, group, copyFrom = errorsWorthCopying } = options;
  const { pool, address } = database;
  const logs = new Map<string, Started>();
  const storedFingerprints = createSeen(50_000);
  const days = createDays(pool);

  const reached = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw toMonitorError(error, address);
    }
  };

  async function position({ topic, partition }: LogId): Promise<Position | undefined> {
    // Served by the unique key of log and the primary key of position.
    const { rows } = await pool.query<{ log_id: number; next: string; reached: string }>(
      `SELECT log_id, next, reached
         FROM esm.log JOIN esm.position USING (log_id)
        WHERE cluster_id = $1 AND topic = $2 AND partition = $3 AND consumer_group = $4
        ORDER BY epoch DESC LIMIT 1`,
      [clusterId, topic, partition, group],
    );
    const row = rows[0];
    if (row === undefined) return undefined;
    logs.set(logKey({ topic, partition }), { logId: row.log_id, reached: BigInt(row.reached) });
    return { next: BigInt(row.next), reached: BigInt(row.reached) };
  }

  async function start(positions: readonly { readonly log: LogId; readonly next: bigint }[]): Promise<void> {
    // The join on the log that stood before or was made here: ON CONFLICT returns only the latter.
    await pool.query(
      `WITH wanted AS (
         SELECT * FROM unnest($2::text[], $3::int[], $4::bigint[]) AS w (topic, partition, next)
       ), made AS (
         INSERT INTO esm.log (cluster_id, topic, partition, reached)
         SELECT $1, topic, partition, next FROM wanted
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
      ],
    );
  }

  async function save(batch: BatchResult): Promise<SaveOutcome> {
    const key = logKey(batch.log);
    if (!logs.has(key)) await position(batch.log);
    const log = logs.get(key);
    if (log === undefined) return { outcome: 'fenced', position: undefined };
    await days.ensure(batch.errors);
    try {
      return (await copy(log, batch)) ?? (await store(log, batch));
    } catch (error) {
      if (faultOf(error) !== 'data') throw error;
      return await store(log, await withoutBadRows(batch, (part) => tryOut(log, part)));
    }
  }

  /**
   * Stores many errors that were never read before: by COPY, which can't skip what is stored already. The counts go with
   * them in one transaction.
   *
   * @returns undefined when nothing was stored, and `store` must find out what is in the way.
   */
  async function copy(log: Started, batch: BatchResult): Promise<SaveOutcome | undefined> {
    if (batch.errors.length < Math.max(copyFrom, 1) || batch.from < log.reached) return undefined;
    const save = saveOf(log, batch);
    try {
      const row = await inTransaction(database, async (client) => {
        await copyErrors(client, log.logId, batch.errors);
        const values = saveCopiedValues(save);
        const { rows } = await client.query<SavedRow>({ name: 'save-copied', text: saveCopiedSql, values });
        if (rows[0] === undefined) throw fenced;
        return rows[0];
      });
      return stored(log, save, row);
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (cause === fenced || isOfRow(cause)) return undefined;
      throw error;
    }
  }

  async function store(log: Started, batch: BatchResult): Promise<SaveOutcome> {
    const save = saveOf(log, batch);
    const values = saveBatchValues(save);
    const { rows } = await pool.query<SavedRow>({ name: 'save-batch', text: saveBatchSql, values });
    const row = rows[0];
    return row === undefined
      ? { outcome: 'fenced', position: await position(batch.log) }
      : stored(log, save, row);
  }

  function saveOf({ logId }: Started, batch: BatchResult): Save {
    const newcomers = firstOfEach(batch.errors).filter(
      ({ grouping }) => !storedFingerprints.has(grouping.fingerprint),
    );
    return { group, logId, batch, newcomers };
  }

  function stored(log: Started, { batch, newcomers }: Save, row: SavedRow): SaveOutcome {
    if (batch.next > log.reached) log.reached = batch.next;
    for (const { grouping } of newcomers) storedFingerprints.add(grouping.fingerprint);
    return {
      outcome: 'stored',
      stored: {
        batch,
        version: BigInt(row.version),
        inserted: Number(row.inserted),
        totals: row.totals.map(toServiceTotals),
        newIncidents: row.new_incidents,
        regressedIncidents: row.regressed_incidents,
      },
    };
  }

  /** Runs the statement and takes it back; rejects with the driver's error when the server can't take a value. */
  async function tryOut({ logId }: Started, batch: BatchResult): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const newcomers = firstOfEach(batch.errors);
      await client.query(saveBatchSql, saveBatchValues({ group, logId, batch, newcomers }));
    } finally {
      await client.query('ROLLBACK').catch(() => {});
      client.release();
    }
  }

  async function logTotals({ topic, partition }: LogId) {
    // One statement, one snapshot: the totals belong to the version read beside them.
    const { rows } = await pool.query<{ version: string; totals: readonly TotalRow[] }>(
      `SELECT version, coalesce((SELECT json_agg(t) FROM esm.total t WHERE t.log_id = log.log_id), '[]') AS totals
         FROM esm.log JOIN esm.position USING (log_id)
        WHERE cluster_id = $1 AND topic = $2 AND partition = $3 AND consumer_group = $4
        ORDER BY epoch DESC LIMIT 1`,
      [clusterId, topic, partition, group],
    );
    const row = rows[0];
    return { version: BigInt(row?.version ?? 0), totals: (row?.totals ?? []).map(toServiceTotals) };
  }

  return {
    position: (log) => reached(position(log)),
    start: (positions) => reached(start(positions)),
    save: (batch) => reached(save(batch)),
    logTotals: (log) => reached(logTotals(log)),
    close: () => database.close(),
  };
}

function firstOfEach(errors: readonly LogError[]): readonly LogError[] {
  const first = new Map<string, LogError>();
  for (const error of errors) {
    if (!first.has(error.grouping.fingerprint)) first.set(error.grouping.fingerprint, error);
  }
  return [...first.values()];
}
