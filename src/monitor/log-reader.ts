import { setTimeout as sleep } from 'node:timers/promises';
import { logKey } from '../log-key.ts';
import type { BatchControls, IncidentStore, Turn } from '../ports.ts';
import { recordsOf } from '../raw-records.ts';
import type { BatchResult, LogId, RawBatch, StoredBatch } from '../types.ts';
import type { Budget } from './budget.ts';
import { createFitter } from './fit-batch.ts';
import type { HealthBoard } from './health.ts';
import { holding } from './holding.ts';
import { dropped, gap, unreadable } from './log-notices.ts';
import type { LogWriter, LogWriterOptions } from './log-writer.ts';
import { isUnreachable, retry } from './retry.ts';
import { slicesOf } from './slice-batch.ts';
import type { SliceSizes } from './slice-sizes.ts';
import { createUnreadableGuard } from './unreadable-guard.ts';

/** Follows one log while this member has it: sees to it that every offset goes through the pipeline once, in order. */
export type LogReader = {
  /** Where to read from after an assignment, as far as known here: the last position stored. */
  position(): bigint | undefined;
  /** The group handed the log out (again): asks the store for the position anew. Resolves when it is known. */
  reassign(): Promise<void>;
  onBatch(batch: RawBatch, controls: BatchControls): Promise<void>;
  /** Next offset to come from the source; undefined while what came is being read, or the position is not known. */
  wanted(): bigint | undefined;
  /** Kafka holds nothing before `low` any more, and ends at `high`: what is missing is told, and passed by. */
  lost(low: bigint, high: bigint): void;
  /** Reads no more, and says why. */
  stop(reason: string): void;
  /** Resolves when everything read is stored or dropped. */
  idle(): Promise<void>;
  /** The group took the log away: what waits is dropped, the next member reads it. */
  release(): void;
};

export type LogReaderOptions = {
  readonly log: LogId;
  readonly store: IncidentStore;
  readonly budget: Budget;
  readonly health: HealthBoard;
  readonly pipeline: (batch: RawBatch) => BatchResult;
  /** Has the source read the log from there next. */
  readonly seek: (offset: bigint) => void;
  /** Of all logs of this member, as are `sizes`. */
  readonly turn: Turn;
  readonly sizes: SliceSizes;
  /** Makes the writer of this log. */
  readonly writer: (hooks: Pick<LogWriterOptions, 'onFenced' | 'onStored'>) => LogWriter;
  /** Called when the position is known, before anything is read from it. */
  readonly onBegin: (next: bigint) => void;
  readonly onStored: (stored: StoredBatch) => Promise<void>;
  /** Position at the start of the monitor. */
  readonly startAt: bigint | undefined;
  /** A failure that no waiting mends. */
  readonly onFailure: (error: unknown) => void;
  /** First offset that the log still holds. */
  readonly logStart: (log: LogId) => Promise<bigint>;
  /** Ends waits and attempts. */
  readonly signal: AbortSignal;
};

/** A fetch of so many records was long in the making: at its end nobody waits for a tenth of a second more. */
const backlogRecords = 2_000;

/** How long a batch is held that comes while the monitor ends; then the client asks again. */
const heldAtEndMs = 500;

export function createLogReader(options: LogReaderOptions): LogReader {
  const { log, store, budget, health, pipeline, turn, sizes, logStart, onFailure, signal } = options;
  const writer = options.writer({
    onStored: async (stored) => {
      position = stored.batch.next;
      health.progress(log, position, stored.batch.end);
      health.setAside(stored.batch.deadLetters.length);
      await options.onStored(stored);
    },
    onFenced: (found) => {
      // Where the position is ours, another group counted a part of the batch: `reached` says where to split it.
      if (found?.next !== position) {
        health.notice(`${logKey(log)}: another member stored past our position; it is read again.`);
      }
      void restart(undefined);
    },
  });
  const fitter = createFitter({ lowest, pass, stop });
  const guard = createUnreadableGuard();
  let position = options.startAt;
  /** Grows with every assignment; work that began under an older one is dropped. */
  let generation = 0;
  /** Next offset to push; ahead of the stored position by what waits. */
  let expected: bigint | undefined;
  let reached = 0n;
  /** Resolves when the position is known. */
  let ready: Promise<void> = Promise.resolve();
  let stopped: string | undefined;
  /** Resolves when the batch taken last is read. */
  let reading: Promise<void> = Promise.resolve();
  /** Batches that are taken or read just now. */
  let atWork = 0;

  /** @param sought - Where the source reads from; undefined when it is somewhere else than we are. */
  function restart(sought: bigint | undefined): Promise<void> {
    generation += 1;
    fitter.reset();
    stopped = undefined;
    ready = locate(generation, sought).catch((error: unknown) => {
      if (!signal.aborted) onFailure(error);
    });
    return ready;
  }

  async function locate(current: number, sought: bigint | undefined): Promise<void> {
    await writer.discard();
    const found = (await ask(() => store.position(log))) ?? (await begin());
    if (current !== generation) return;
    if (found.next !== sought) options.seek(found.next); // not only with the next batch, which may be long in coming
    expected = found.next;
    position = found.next;
    reached = found.reached;
    if (found.pruned !== undefined) health.notice(dropped(log, found.pruned));
    health.progress(log, found.next, found.next);
    options.onBegin(found.next);
  }

  /** A log that appeared after the start: everything in it is new. */
  async function begin() {
    const next = await lowest();
    await ask(() => store.start([{ log, next }]));
    return (await ask(() => store.position(log))) ?? { next, reached: next };
  }

  /** Asks Kafka until it answers: whatever goes wrong there may pass. */
  function lowest(): Promise<bigint> {
    const always = () => true;
    return retry(() => logStart(log), always, signal);
  }

  function ask<T>(question: () => Promise<T>): Promise<T> {
    return retry(
      async () => {
        const answer = await question();
        health.link('postgres', 'up', null);
        return answer;
      },
      (error) => {
        if (isUnreachable(error)) health.link('postgres', 'down', error.message);
        return isUnreachable(error);
      },
      signal,
    );
  }

  /**
   * Returns when the batch is taken, not when it is read: so the source fetches the next one meanwhile. At most one
   * batch of a log is being read, and one waits for it.
   */
  async function take(batch: RawBatch, controls: BatchControls): Promise<void> {
    await holding(
      ready.then(() => reading),
      controls,
    );
    if (signal.aborted || expected === undefined) {
      await holding(sleep(heldAtEndMs), controls); // until the source has left the group
      return;
    }
    if (stopped !== undefined) {
      controls.stop();
      return;
    }
    const fitting = await fitter.fit(batch, expected, controls);
    if (fitting === undefined) return;
    reading = working(() => read(fitting, controls));
    reading.catch(() => {}); // told to who waits for it: the next batch, or the end
  }

  /** Goes past offsets that hold nothing any more. */
  function pass(from: bigint, next: bigint, end: bigint): void {
    health.notice(gap(log, from, next));
    const missing = { log, from, next, end, records: recordsOf([]) };
    for (const slice of slicesOf(missing, reached, sizes.next)) push(pipeline(slice));
    writer.flush();
  }

  async function read(batch: RawBatch, controls: BatchControls): Promise<void> {
    const current = generation;
    try {
      for (const slice of slicesOf(batch, reached, sizes.next)) {
        const result = await turn(() => timed(slice));
        if (current !== generation) return;
        push(result);
        if (stopped !== undefined) {
          controls.stop();
          return;
        }
        if (signal.aborted) return;
      }
    } finally {
      if (isOfBacklog(batch) && stopped === undefined) writer.flushSoon();
      else writer.flush();
    }
    health.end(log, batch.end);
    await budget.room();
  }

  function timed(slice: RawBatch): BatchResult {
    const began = performance.now();
    const result = pipeline(slice);
    sizes.took(slice.records.length, performance.now() - began);
    return result;
  }

  async function working(task: () => Promise<void>): Promise<void> {
    atWork += 1;
    try {
      await task();
    } finally {
      atWork -= 1;
    }
  }

  function push(result: BatchResult): void {
    const isNew = result.from >= reached;
    expected = result.next;
    if (isNew) reached = result.next;
    writer.push(result, isNew);
    if (guard.exceeds(result.records, result.deadLetters.length)) stop(unreadable(log, result));
  }

  function wanted(): bigint | undefined {
    return atWork > 0 ? undefined : expected;
  }

  function stop(reason: string): void {
    if (stopped !== undefined) return;
    stopped = reason;
    health.stopped(log, reason);
  }

  return {
    position: () => position,
    reassign: () => restart(position),
    onBatch: (batch, controls) => working(() => take(batch, controls)),
    wanted,
    lost(low, high) {
      const next = wanted();
      if (next === undefined || next >= low) return;
      pass(next, low, high);
      options.seek(low);
    },
    stop,
    async idle() {
      await reading;
      await writer.idle();
    },
    release: () => {
      generation += 1;
      void writer.discard();
    },
  };
}

function isOfBacklog({ next, end, records }: RawBatch): boolean {
  return next < end || records.length >= backlogRecords;
}
