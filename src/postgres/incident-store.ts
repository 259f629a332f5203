import type { IncidentStore, SaveOutcome, Turn } from '../ports.ts';
import type { BatchResult, LogError } from '../types.ts';
import { withoutBadRows } from './bad-rows.ts';
import { copyErrorsSql, errorRows } from './copy-errors.ts';
import { createCopyTransactions } from './copy-transaction.ts';
import { createDays } from './days.ts';
import { faultOf, isOfRow, sqlState, toMonitorError } from './faults.ts';
import { createGroupCommit } from './group-commit.ts';
import { createLogPositions, type StartedLog } from './log-positions.ts';
import type { Database } from './pool.ts';
import { movedState, type SavedRow, saveBatchSql, type Told, unknownState } from './save-batch.ts';
import { lockLogsValues, type Save, saveBatchValues, saveCopiedValues } from './save-batch-values.ts';
import { createSeen } from './seen.ts';
import { createStoredStacks } from './stored-stacks.ts';

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

type Waiting = { readonly log: StartedLog; readonly batch: BatchResult };

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
  const logs = createLogPositions(pool, clusterId, group);
  const storedFingerprints = createSeen(50_000);
  const copyTransaction = createCopyTransactions();
  const days = createDays(pool);
  const storedStacks = createStoredStacks(days.hasPartition);

  const reached = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw toMonitorError(error, address);
    }
  };

  async function save(batch: BatchResult): Promise<SaveOutcome> {
    const log = await logs.started(batch.log);
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
    const stacks = storedStacks.draft();
    const work = {
      copySql: copyErrorsSql,
      rows: await errorRows(save.parts, stacks, turn),
      lockValues: lockLogsValues(save),
      saveValues: await turn(() => saveCopiedValues(save, stacks.oldestDay())),
    };
    const client = await pool.connect();
    let broken = true;
    try {
      const told = await copyTransaction(client, work);
      broken = false;
      remember(waiting, save.newcomers);
      stacks.keep();
      return outcomesOf(waiting, told).map((value) => ({ status: 'fulfilled', value }));
    } catch (error) {
      broken = sqlState(error) === undefined;
      storedStacks.forget();
      if (isOfBatches(error)) return undefined;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Stores a batch whose errors may be stored already; those that the server can't take are set aside. */
  async function store(log: StartedLog, batch: BatchResult): Promise<SaveOutcome> {
    try {
      return await insert(log, batch);
    } catch (error) {
      if (faultOf(error) !== 'data') throw error;
      return await insert(log, await withoutBadRows(batch, (part) => tryOut(log, part)));
    }
  }

  async function insert(log: StartedLog, batch: BatchResult): Promise<SaveOutcome> {
    const waiting = [{ log, batch }];
    const save = saveOf(waiting);
    const row = await ask(save);
    if (row === 'unknown') {
      storedFingerprints.clear();
      return await insert(log, batch);
    }
    if (row === undefined) return { outcome: 'fenced', position: await logs.position(batch.log) };
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
  async function tryOut({ logId }: StartedLog, batch: BatchResult): Promise<void> {
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
    position: (log) => {
      storedStacks.forget();
      return reached(logs.position(log));
    },
    epochs: (topics) => reached(logs.epochs(topics)),
    start: (positions) => reached(logs.start(positions)),
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
