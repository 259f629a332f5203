import type { Kafka } from 'kafkajs';
import type { RawRecord } from '../types.ts';
import { createLogFetcher, isolation, type LogFetcher, toLogError } from './log-fetcher.ts';
import type { OffsetRange } from './read-ranges.ts';

/**
 * Reads the offsets of a range while somebody waits for them: without a group, and without trying again.
 *
 * Records of transactions that were given up are shown too: they were written.
 * @returns What the log holds: offsets `[low, high)`.
 * @throws MonitorError `TOPIC_UNKNOWN`, `KAFKA_FAILED` or `KAFKA_UNREACHABLE`; the signal's reason when it aborts.
 */
export async function fetchRange(
  kafka: Kafka,
  brokers: readonly string[],
  range: OffsetRange,
  onRecord: (record: RawRecord) => void,
  signal: AbortSignal,
): Promise<{ readonly low: bigint; readonly high: bigint }> {
  signal.throwIfAborted();
  const fetcher = createLogFetcher(kafka, isolation.readUncommitted);
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([fetchAll(fetcher, range, onRecord, signal), aborted.promise]);
  } catch (error) {
    throw signal.aborted ? error : toLogError(error, range.log, brokers);
  } finally {
    signal.removeEventListener('abort', onAbort);
    fetcher.close();
  }
}

async function fetchAll(
  fetcher: LogFetcher,
  { log, from, to }: OffsetRange,
  onRecord: (record: RawRecord) => void,
  signal: AbortSignal,
): Promise<{ readonly low: bigint; readonly high: bigint }> {
  const { low, high } = await fetcher.edges(log);
  const end = to < high ? to : high;
  for (let next = from > low ? from : low; next < end && !signal.aborted; ) {
    const batch = await fetcher.fetch(log, next);
    if (batch === undefined) break;
    const { records } = batch;
    for (let i = 0; i < records.length && records.offset(i) < end; i++) onRecord(records.record(i));
    next = batch.next;
  }
  return { low, high };
}
