import { setTimeout as sleep } from 'node:timers/promises';
import { createJoinedBatch, type JoinedBatch } from '../pipeline/aggregate.ts';
import type { IncidentStore, SaveOutcome } from '../ports.ts';
import { sizeOfCounts } from '../tally.ts';
import type { BatchResult, Position, StoredBatch } from '../types.ts';
import type { Budget } from './budget.ts';
import type { Gatherer } from './gatherer.ts';
import { isUnreachable, retry } from './retry.ts';

/** Stores the results of one log in order, one transaction at a time. */
export type LogWriter = {
  /**
   * Takes a result that continues the one before.
   *
   * @param isNew - Whether it lies past everything that was ever reached. Results that do and results that don't are
   * never stored together, because the store counts the events of a batch as a whole or not at all.
   */
  push(result: BatchResult, isNew: boolean): void;
  /** Starts to store what waits; a transaction costs the same for a hundred errors as for one. */
  flush(): void;
  /** The same, but soon: more is about to come, of this log and of others, and shares the transaction. */
  flushSoon(): void;
  /** Drops what waits; resolves when what is being stored has settled. */
  discard(): Promise<void>;
  /** Resolves when everything pushed so far is stored, or dropped. */
  idle(): Promise<void>;
};

export type LogWriterOptions = {
  readonly store: IncidentStore;
  readonly budget: Budget;
  /** Of all logs of this member. */
  readonly gatherer: Gatherer;
  /** Hears of each stored batch before the next one is stored; its promise is the back-pressure of the outputs. */
  readonly onStored: (stored: StoredBatch) => Promise<void>;
  /**
   * Another member (or an older self) moved the position, or another group counted a part of the batch: where it stands says
   * which. What waited is dropped.
   */
  readonly onFenced: (position: Position | undefined) => void;
  /** The store was reached, or not (with the reason). */
  readonly onReach: (failure: Error | undefined) => void;
  /** A failure that no waiting mends. */
  readonly onFailure: (error: unknown) => void;
  /** Ends the attempts. */
  readonly signal: AbortSignal;
};

/** What goes into one transaction. */
type Waiting = { readonly joined: JoinedBatch; readonly isNew: boolean; bytes: number };

/** A transaction takes whatever waits, up to these many errors: it grows with the load, and so its cost is shared. */
const maxErrorsAtOnce = 5_000;
/** So many errors are stored at once, without waiting for the end of the batch. */
const errorsWorthStoring = 2_500;

/** How often, and how long, a batch is tried of which another group counted a part: longer than that group gathers. */
const othersEveryMs = 50;
const othersMs = 1_000;

export function createLogWriter(options: LogWriterOptions): LogWriter {
  const { store, budget, gatherer, onStored, onFenced, onReach, onFailure, signal } = options;
  let waiting: Waiting[] = [];
  let working: Promise<void> | undefined;
  /** Until when another group is waited for. */
  let patientUntil = 0;

  function push(result: BatchResult, isNew: boolean): void {
    const bytes = sizeOf(result);
    budget.take(bytes);
    const last = waiting.at(-1);
    if (last?.isNew === isNew && last.joined.errors() + result.errors.length <= maxErrorsAtOnce) {
      last.joined.add(result);
      last.bytes += bytes;
    } else {
      waiting.push({ joined: createJoinedBatch(result), isNew, bytes });
    }
    const errors = waiting.reduce((sum, { joined }) => sum + joined.errors(), 0);
    if (errors >= errorsWorthStoring) flush();
  }

  const gathering = { bytes: () => waiting.reduce((sum, { bytes }) => sum + bytes, 0), flush };

  function flush(): void {
    gatherer.remove(gathering);
    if (waiting.length === 0) return;
    working ??= work();
  }

  async function work(): Promise<void> {
    try {
      for (let taken = waiting.shift(); taken !== undefined; taken = waiting.shift()) {
        try {
          const outcome = await saveBesideOthers(taken.joined.batch());
          if (outcome.outcome === 'stored') await onStored(outcome.stored);
          else fence(outcome.position);
        } finally {
          budget.give(taken.bytes);
        }
      }
    } catch (error) {
      drop();
      onFailure(error);
    } finally {
      working = undefined; // at once: what is pushed a moment later would find nobody at work, and nobody to begin
    }
  }

  /**
   * Saves a batch of which another group of the database counted a part meanwhile as soon as that group is past its end: then
   * no event of it is counted again. Which of its counts belong to that part, nobody can tell. Where that group goes no
   * further, the batch comes back fenced, to be read again and split.
   */
  async function saveBesideOthers(batch: BatchResult): Promise<SaveOutcome> {
    patientUntil = performance.now() + othersMs;
    for (;;) {
      const outcome = await saveOnce(batch);
      const isPartlyCounted = outcome.outcome === 'fenced' && outcome.position?.next === batch.from;
      if (!isPartlyCounted || signal.aborted || performance.now() >= patientUntil) return outcome;
      await sleep(othersEveryMs, undefined, { signal }).catch(() => {}); // only an abort rejects
    }
  }

  /**
   * Saves until the store answers.
   *
   * An attempt whose answer was lost may have been committed. Then the next attempt is fenced at exactly the batch's
   * end, and that is our own work.
   */
  async function saveOnce(batch: BatchResult): Promise<SaveOutcome> {
    let unsure = false;
    const outcome = await retry(
      () => store.save(batch),
      (error) => {
        onReach(error instanceof Error ? error : new Error(String(error)));
        unsure = true;
        return isUnreachable(error);
      },
      signal,
    );
    onReach(undefined);
    if (unsure && outcome.outcome === 'fenced' && outcome.position?.next === batch.next) {
      const inserted = batch.errors.length;
      return { outcome: 'stored', stored: { batch, inserted, newIncidents: [], regressedIncidents: [] } };
    }
    return outcome;
  }

  function fence(position: Position | undefined): void {
    drop();
    onFenced(position);
  }

  function drop(): void {
    gatherer.remove(gathering);
    for (const { bytes } of waiting) budget.give(bytes);
    waiting = [];
    patientUntil = 0;
  }

  return {
    push,
    flush,
    flushSoon: () => gatherer.add(gathering),
    discard: async () => {
      drop();
      await working;
    },
    idle: async () => {
      flush();
      await working;
    },
  };
}

/** About what a result holds in memory: two bytes a character and the objects around them. Errors share the stacks that come again. */
function sizeOf({ errors, counts }: BatchResult): number {
  const stacks = new Set<string>();
  let bytes = 500 + sizeOfCounts(counts) * 16;
  for (const { message, stack } of errors) {
    bytes += 1_500 + 2 * message.length;
    if (stack !== null) stacks.add(stack);
  }
  for (const stack of stacks) bytes += 2 * stack.length;
  return bytes;
}
