import type { DeadLetter, RawRecord } from '../types.ts';
import { capText } from './cap-text.ts';
import { cleanText } from './clean-text.ts';

const sampleBytes = 1024;

/** Sets a record aside: its coordinates, why, and the beginning of its value as printable text. */
export function deadLetter(
  record: RawRecord,
  at: number,
  reason: string,
  redact: (text: string) => string,
): DeadLetter {
  const sample = record.value === null ? '' : record.value.subarray(0, sampleBytes * 2).toString();
  return {
    offset: BigInt(record.offset),
    at,
    reason,
    sample: capText(cleanText(redact(sample)), sampleBytes, record.value?.length ?? 0),
  };
}
