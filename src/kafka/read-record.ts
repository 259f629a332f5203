import type { Kafka } from 'kafkajs';
import { MonitorError } from '../errors.ts';
import { logKey } from '../log-key.ts';
import type { LogId, RawRecord } from '../types.ts';
import { fetchRange } from './fetch-range.ts';

/**
 * Reads one record, without a group.
 *
 * @throws MonitorError `TOPIC_UNKNOWN` when the log does not exist or has no record at the offset, `KAFKA_FAILED` or
 * `KAFKA_UNREACHABLE`; the signal's reason when it aborts.
 */
export async function readRecord(
  kafka: Kafka,
  brokers: readonly string[],
  log: LogId,
  offset: bigint,
  signal: AbortSignal,
): Promise<RawRecord> {
  const found: RawRecord[] = [];
  const range = { log, from: offset, to: offset + 1n };
  const held = await fetchRange(kafka, brokers, range, (record) => void found.push(record), signal);
  const [record] = found;
  if (record !== undefined) return record;
  throw new MonitorError(
    'TOPIC_UNKNOWN',
    `There is no record at ${logKey(log)}, offset ${offset}.`,
    hint(offset, held),
  );
}

function hint(offset: bigint, { low, high }: { readonly low: bigint; readonly high: bigint }): string {
  if (low === high) return 'That partition holds no records.';
  if (offset >= low && offset < high) return 'A marker of a transaction stands there, or compaction took it.';
  return `That partition holds the offsets ${low} to ${high - 1n}.`;
}
