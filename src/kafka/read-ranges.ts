import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { indexOfOffset } from '../raw-records.ts';
import type { LogId, RawBatch } from '../types.ts';
import { createLogFetcher, isolation, type LogFetcher, toLogError } from './log-fetcher.ts';

/** Offsets `[from, to)` of one log. */
export type OffsetRange = { readonly log: LogId; readonly from: bigint; readonly to: bigint };

/** So long a broker may be away: a restart, another leader. */
const patienceMs = 60_000;
const retryMs = 500;

/**
 * Reads ranges of offsets beside all groups, one after the other.
 *
 * Batches are cut to their range; awaiting `onBatch` is the back-pressure, however long it takes. Resolves when all ranges
 * are read, or when `signal` aborts. Offsets that no record has (compacted, markers of transactions) count as read.
 * @throws MonitorError `KAFKA_UNREACHABLE` or `TOPIC_UNKNOWN` once that has lasted for a minute, `KAFKA_FAILED` for what
 * no waiting mends; what `onBatch` throws.
 */
export async function readRanges(
  kafka: Kafka,
  brokers: readonly string[],
  ranges: readonly OffsetRange[],
  onBatch: (batch: RawBatch) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const fetcher = createLogFetcher(kafka, isolation.readCommitted);
  try {
    for (const range of ranges) {
      for (let { from } = range; from < range.to && !signal.aborted; ) {
        const batch = await unlessAborted(fetchPatiently(fetcher, range.log, from, brokers, signal), signal);
        if (batch === undefined) break;
        const cut = before(batch, range.to);
        await onBatch(cut);
        from = cut.next;
      }
    }
  } finally {
    fetcher.close();
  }
}

/** Asks until there is an answer: a broker that is away has not said that there is nothing to read. */
async function fetchPatiently(
  fetcher: LogFetcher,
  log: LogId,
  offset: bigint,
  brokers: readonly string[],
  signal: AbortSignal,
): Promise<RawBatch | undefined> {
  const since = performance.now();
  for (let failed = false; ; failed = true) {
    try {
      if (failed) await fetcher.refresh();
      return await fetcher.fetch(log, offset);
    } catch (error) {
      const failure = toLogError(error, log, brokers);
      if (failure.code === 'KAFKA_FAILED' || performance.now() - since > patienceMs) throw failure;
    }
    await sleep(retryMs, undefined, { signal });
  }
}

/** Answers undefined at the abort: a request can't be taken back, but nobody needs to wait for its answer. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = Promise.withResolvers<undefined>();
  const onAbort = () => aborted.resolve(undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function before(batch: RawBatch, to: bigint): RawBatch {
  if (batch.next <= to) return batch;
  const { records } = batch;
  return { ...batch, next: to, records: records.slice(0, indexOfOffset(records, to)) };
}
