import { recordsOf } from '../../src/raw-records.ts';
import type { LogId, RawBatch } from '../../src/types.ts';
import { benchRecord, type RecordMix } from './records.ts';

/** Records number `first` and the `count - 1` after it, as the batch of one log that they would be. */
export function rawBatch(log: LogId, first: number, count: number, mix: RecordMix): RawBatch {
  const records = Array.from({ length: count }, (_, i) => ({
    offset: String(first + i),
    timestamp: String(1_795_428_902_000 + first + i),
    value: Buffer.from(benchRecord(first + i, mix)),
  }));
  const [from, next] = [BigInt(first), BigInt(first + count)];
  return { log, from, next, end: next, records: recordsOf(records) };
}
