import { logKey } from '../log-key.ts';
import type { IncidentStore, SaveOutcome, Turn } from '../ports.ts';
import type { BatchResult, Epoch, LogError, LogId, Position } from '../types.ts';
import { withoutBadRows } from './bad-rows.ts';
import { copyErrorsSql, errorRows } from './copy-errors.ts';
import { createCopyTransactions } from './copy-transaction.ts';
import { createDays } from './days.ts';
import { faultOf, isOfRow, sqlState, toMonitorError } from './faults.ts';
import { createGroupCommit } from './group-commit.ts';
import type { Database } from './pool.ts';
import { movedState, type SavedRow, saveBatchSql, type Told, unknownState } from './save-batch.ts';
import { lockLogsValues, type Save, saveBatchValues, saveCopiedValues } from './save-batch-values.ts';
import { createSeen } from './seen.ts';

/** One group's view of the store. `clusterId` tells the topics of one Kafka cluster from those of another. */
export type StoreOptions = {
  readonly database: Database;
  readonly clusterId: string;
  readonly group: string;
  /** Errors of a batch from which on they are copied; 250 where it is left out. */
  readonly copyFrom?: number;
  /** How what is copied is put together, in pieces; at once where it is left out. */
  readonly turn?: Turn;
};

type Started = {
  readonly logId: number;
  /** Highest position any group ever reached, as far as known here. */
  reached: bigint;
};

type PositionRow = LogId & {
  readonly log_id: number;
  readonly next: string;
  readonly reached: string;
  readonly pruned: string | null;
};

type Waiting = { readonly log: Started; readonly batch: BatchResult };

/** Of few errors, copying costs more than it saves: it takes two statements beside. */
const errorsWorthCopying = 250;
/** Logs share a transaction up to so many errors. Up to 1,500 was slower in a storm: 45,000 errors/s instead of 54,000. */
const errorsTogether = 5_000;
/** While one is under way in the server, this process makes the other. */
const groupsAtOnce = 2;

/** The store on Postgres: a transaction for each batch, or for batches of several logs, see `save-batch.ts`. */
export function createIncidentStore(options: StoreOptions): IncidentStore {
  const {
    database,
    clusterId,
    group,
    copyFrom = errorsWorthCopying,
    turn = async (work) => await work(),
  } = options;
  const { pool, address } = database;
  const logs = new Map<string, Started>();
  const storedFingerprints = createSeen(50_000);
  const copyTransaction = createCopyTransactions();
  const days = createDays(pool);

  const reached = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw toMonitorError(error, address);
    }
  };

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
        logs.set(logKey(row), { logId: row.log_id, reached });
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
    for (const { log } of positions) logs.delete(logKey(log));
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

  async function save(batch: BatchResult): Promise<SaveOutcome> {
    const key = logKey(batch.log);
    if (!logs.has(key)) await position(batch.log);
    const log = logs.get(key);
    if (log === undefined) return { outcome: 'fenced', position: undefined };
    await days.ensure(batch.errors);
    return await saveInGroup({ log, batch });
  }

  const saveInGroup = createGroupCommit<Waiting, SaveOutcome>({
    commit: async (waiting) =>
      (await copy(waiting)) ?? (await Promise.allSettled(waiting.map(({ log, batch }) => store(log, batch)))),
    sizeOf: ({ batch }) => batch.errors.length,
    largest: errorsTogether,
    atOnce: groupsAtOnce,
  });

  /**
   * Stores many errors that were never read before, of one log or several: by COPY, which can't skip what is stored already.
   * The counts go with them in one transaction.
   *
   * @returns undefined when nothing was stored, and each log by itself must find out what is in the way.
   */
  async function copy(
    waiting: readonly Waiting[],
  ): Promise<readonly PromiseFulfilledResult<SaveOutcome>[] | undefined> {
    const errors = waiting.reduce((sum, { batch }) => sum + batch.errors.length, 0);
    if (errors < Math.max(copyFrom, 1) || waiting.some(({ log, batch }) => batch.from < log.reached)) {
      return undefined;
    }
    const save = saveOf(waiting);
    const work = {
      copySql: copyErrorsSql,
      rows: await errorRows(save.parts, turn),
      lockValues: lockLogsValues(save),
      saveValues: await turn(() => saveCopiedValues(save)),
    };
    const client = await pool.connect();
    let broken = true;
    try {
      const told = await copyTransaction(client, work);
      broken = false;
      remember(waiting, save.newcomers);
      return outcomesOf(waiting, told).map((value) => ({ status: 'fulfilled', value }));
    } catch (error) {
      broken = sqlState(error) === undefined;
      if (isOfBatches(error)) return undefined;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Stores a batch whose errors may be stored already; those that the server can't take are set aside. */
  async function store(log: Started, batch: BatchResult): Promise<SaveOutcome> {
    try {
      return await insert(log, batch);
    } catch (error) {
      if (faultOf(error) !== 'data') throw error;
      return await insert(log, await withoutBadRows(batch, (part) => tryOut(log, part)));
    }
  }

  async function insert(log: Started, batch: BatchResult): Promise<SaveOutcome> {
    const waiting = [{ log, batch }];
    const save = saveOf(waiting);
    const row = await ask(save);
    if (row === 'unknown') {
      storedFingerprints.clear();
      return await insert(log, batch);
    }
    if (row === undefined) return { outcome: 'fenced', position: await position(batch.log) };
    const { new_incidents: newIncidents, regressed_incidents: regressedIncidents } = row;
    const inserted = Number(row.inserted);
    // Of errors that were there already, it is not known which incident they have.
    remember(waiting, inserted === batch.errors.length ? save.newcomers : []);
    return { outcome: 'stored', stored: { batch, inserted, newIncidents, regressedIncidents } };
  }

  /** Answers no row for a fenced batch, and `unknown` where the database was set back behind what was stored in it. */
  async function ask(save: Save): Promise<SavedRow | 'unknown' | undefined> {
    const values = saveBatchValues(save);
    try {
      const { rows } = await pool.query<SavedRow>({ name: 'save-batch', text: saveBatchSql, values });
      return rows[0];
    } catch (error) {
      if (sqlState(error) === unknownState) return 'unknown';
      throw error;
    }
  }

  function saveOf(waiting: readonly Waiting[]): Save {
    const newcomers = firstOfEach(waiting.flatMap(({ batch }) => batch.errors)).filter(
      ({ grouping }) => !storedFingerprints.has(grouping.fingerprint),
    );
    return { group, parts: waiting.map(({ log, batch }) => ({ logId: log.logId, batch })), newcomers };
  }

  function remember(waiting: readonly Waiting[], newcomers: readonly LogError[]): void {
    for (const { log, batch } of waiting) if (batch.next > log.reached) log.reached = batch.next;
    for (const { grouping } of newcomers) storedFingerprints.add(grouping.fingerprint);
  }

  /** Runs the statement and takes it back; rejects with the driver's error when the server can't take a value. */
  async function tryOut({ logId }: Started, batch: BatchResult): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const newcomers = firstOfEach(batch.errors);
      await client.query(saveBatchSql, saveBatchValues({ group, parts: [{ logId, batch }], newcomers }));
    } finally {
      await client.query('ROLLBACK').catch(() => {});
      client.release();
    }
  }

  return {
    position: (log) => reached(position(log)),
    epochs: (topics) => reached(epochs(topics)),
    start: (positions) => reached(start(positions)),
    save: (batch) => reached(save(batch)),
  };
}

/** Whether storing each batch by itself goes round what is in the way. */
function isOfBatches(error: unknown): boolean {
  const state = sqlState(error);
  return state === movedState || state === unknownState || isOfRow(error);
}

/** All errors were new. An incident is told with the first batch that has an error of it. */
function outcomesOf(waiting: readonly Waiting[], told: Told): readonly SaveOutcome[] {
  const fresh = new Set(told.newIncidents);
  const back = new Map(told.regressedIncidents.map((incident) => [incident.id, incident]));
  return waiting.map(({ batch }, i) => {
    // One that was joined to another is not named by its errors: it goes with the last batch.
    const isLast = i === waiting.length - 1;
    const named = new Set(fresh.size + back.size === 0 ? [] : batch.errors.map(({ incident }) => incident));
    const newIncidents = [...fresh].filter((id) => (isLast || named.has(id)) && fresh.delete(id));
    const regressedIncidents = [...back.values()].filter(
      ({ id }) => (isLast || named.has(id)) && back.delete(id),
    );
    const inserted = batch.errors.length;
    return { outcome: 'stored', stored: { batch, inserted, newIncidents, regressedIncidents } };
  });
}

function firstOfEach(errors: readonly LogError[]): readonly LogError[] {
  const first = new Map<string, LogError>();
  for (const error of errors) {
    if (!first.has(error.grouping.fingerprint)) first.set(error.grouping.fingerprint, error);
  }
  return [...first.values()];
}
