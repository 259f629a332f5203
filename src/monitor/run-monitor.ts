import { setTimeout as sleep } from 'node:timers/promises';
import { MonitorError } from '../errors.ts';
import { logKey } from '../log-key.ts';
import type { BatchHandler, EventSource, IncidentStore, Output } from '../ports.ts';
import type { BatchResult, LogId, RawBatch, StoredBatch } from '../types.ts';
import { createBudget } from './budget.ts';
import { createClockWatch } from './clock-watch.ts';
import { createCommitter } from './committer.ts';
import { createGatherer } from './gatherer.ts';
import { type HealthBoard, tellPostgres } from './health.ts';
import { madeAnew } from './log-notices.ts';
import { createLogReader, type LogReader } from './log-reader.ts';
import { createLogWriter } from './log-writer.ts';
import { isUnreachable, repeat } from './retry.ts';
import { createSliceSizes } from './slice-sizes.ts';
import { createStallWatch } from './stall-watch.ts';
import type { Turns } from './turns.ts';

/** Offsets that Kafka holds just now, keyed by `logKey`. */
export type LogRanges = ReadonlyMap<
  string,
  { readonly log: LogId; readonly low: bigint; readonly high: bigint }
>;

export type MonitorOptions = {
  readonly source: EventSource;
  readonly store: IncidentStore;
  readonly outputs: readonly Output[];
  readonly pipeline: (batch: RawBatch) => BatchResult;
  readonly health: HealthBoard;
  /** Asks Kafka, beside the records, what it holds: for the lag, for gaps, and to see a topic that was made anew. */
  readonly ranges: () => Promise<LogRanges>;
  /** Positions at the start, keyed by `logKey`. */
  readonly startAt: ReadonlyMap<string, bigint>;
  readonly turns: Turns;
};

/** Memory for errors that wait to be stored. */
const budgetBytes = 16 * 1024 * 1024;
const commitEveryMs = 1_000;
const rangesEveryMs = 2_000;
/** After the signal, what was read is stored within this time, or given up. */
const drainMs = 8_000;

/**
 * The one loop: batches from the source go through the pipeline into the store, then to the outputs, then the source
 * hears of the progress.
 *
 * When `signal` aborts it stores what it has read, commits, leaves the group and resolves.
 *
 * @throws MonitorError when a server refuses what waiting can't mend, or can't be reached at the end.
 */
export async function runMonitor(options: MonitorOptions, signal: AbortSignal): Promise<void> {
  const { source, store, outputs, pipeline, health, ranges, startAt, turns } = options;
  const budget = createBudget(budgetBytes);
  const gatherer = createGatherer();
  const committer = createCommitter(source);
  const stalls = createStallWatch(() => performance.now());
  const clockWasSetBack = createClockWatch(Date.now, () => performance.now());
  const readers = new Map<string, LogReader>();
  const sizes = createSliceSizes();
  /** Ends reading: the user's wish, or a failure. */
  const stopping = new AbortController();
  /** Ends the attempts to store. */
  const givingUp = new AbortController();
  /** Ends the membership in the group. */
  const leaving = new AbortController();
  let failure: unknown;

  function fail(error: unknown): void {
    failure ??= error;
    stopping.abort();
  }

  async function onStored(stored: StoredBatch): Promise<void> {
    await Promise.all(outputs.map((output) => turns.finish(() => output.push(stored))));
    committer.note(stored.batch.log, stored.batch.next);
  }

  function readerOf(log: LogId): LogReader {
    const known = readers.get(logKey(log));
    if (known !== undefined) return known;
    const reader = createLogReader({
      log,
      store,
      budget,
      health,
      pipeline,
      seek: (offset) => source.seek(log, offset),
      turn: turns.begin,
      sizes,
      logStart: async () => (await ranges()).get(logKey(log))?.low ?? 0n,
      startAt: startAt.get(logKey(log)),
      onBegin: (next) => {
        for (const output of outputs) output.begin?.(log, next);
      },
      onStored,
      onFailure: fail,
      writer: (hooks) =>
        createLogWriter({
          store,
          budget,
          gatherer,
          ...hooks,
          onReach: (failure) => tellPostgres(health, failure),
          onFailure: fail,
          signal: givingUp.signal,
        }),
      signal: stopping.signal,
    });
    readers.set(logKey(log), reader);
    return reader;
  }

  const handler: BatchHandler = {
    assigned(logs) {
      stalls.moved();
      const now = new Set(logs.map(logKey));
      for (const { topic, partition } of health.snapshot().partitions) {
        const log = { topic, partition };
        if (now.has(logKey(log))) continue;
        readers.get(logKey(log))?.release();
        committer.forget(log);
      }
      health.assigned(logs);
      const located = logs.map((log) => readerOf(log).reassign());
      void Promise.all(located).then(tellEnds);
      const positions = new Map<string, bigint>();
      for (const log of logs) {
        const reader = readerOf(log);
        const position = reader.position();
        if (position !== undefined) positions.set(logKey(log), position);
      }
      return positions;
    },
    onBatch: (batch, controls) => {
      stalls.moved();
      return readerOf(batch.log).onBatch(batch, controls);
    },
  };

  /** What Kafka holds; nothing where it can't be asked: the link's state is the consumer's to tell. */
  function rangesNow(): Promise<LogRanges> {
    return ranges().catch(() => new Map());
  }

  /** The lag is known at once, and not only when each log has had its turn. */
  async function tellEnds(): Promise<void> {
    for (const { log, high } of (await rangesNow()).values()) health.end(log, high);
  }

  /** Positions are taken before Kafka is asked: while it answers they may pass the end that it names. */
  async function watchRanges(): Promise<void> {
    if (clockWasSetBack()) {
      health.notice("The machine's clock was set back: the Kafka client is started anew.");
      source.renew();
    }
    const before = health.snapshot().partitions;
    const found = await rangesNow();
    if (found.size > 0) health.topics(found.size);
    for (const { topic, partition, position, stopped } of before) {
      const log = { topic, partition };
      const range = found.get(logKey(log));
      if (range === undefined || stopped !== null) continue;
      const reader = readers.get(logKey(log));
      if (range.high < position) reader?.stop(madeAnew(position, range.high));
      else health.end(log, range.high);
      reader?.lost(range.low, range.high);
    }
    const waiting = before
      .filter(({ stopped }) => stopped === null)
      .map((log) => ({ wanted: readers.get(logKey(log))?.wanted(), end: found.get(logKey(log))?.high }));
    if (stalls.check(waiting)) {
      health.notice('Kafka has records that do not arrive: the client is started anew.');
      source.renew();
    }
  }

  async function drain(): Promise<void> {
    const deadline = new AbortController();
    const late = sleep(drainMs, true, { signal: deadline.signal }).catch(() => false);
    const stored = Promise.all([...readers.values()].map((reader) => reader.idle())).then(() => false);
    if (await Promise.race([stored, late])) givingUp.abort();
    deadline.abort();
    await stored;
    await committer.flush();
  }

  signal.addEventListener('abort', () => stopping.abort(), { once: true });
  if (signal.aborted) stopping.abort();
  const stopped = new Promise<void>((resolve) => {
    if (stopping.signal.aborted) resolve();
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const reading = source.run(handler, leaving.signal).catch(fail);
  const upkeep = [
    repeat(() => committer.flush(), commitEveryMs, stopping.signal),
    repeat(watchRanges, rangesEveryMs, stopping.signal),
  ];

  await stopped;
  await drain();
  leaving.abort();
  await Promise.all([reading, ...upkeep]);
  if (failure !== undefined) throw explain(failure);
}

function explain(failure: unknown): unknown {
  if (!isUnreachable(failure)) return failure;
  return new MonitorError(
    failure.code,
    `${failure.message} What was read last is not stored; it is read again at the next start.`,
    failure.hint,
    { cause: failure },
  );
}
