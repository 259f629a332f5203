import type { RawRecord, RawRecords } from './types.ts';

/** Records that are objects already, as the clients of Kafka hand them out. */
export function recordsOf(records: readonly RawRecord[]): RawRecords {
  const at = (index: number): RawRecord => {
    const record = records[index];
    if (record === undefined) throw new RangeError(`There is no record ${index} of ${records.length}.`);
    return record;
  };
  return {
    length: records.length,
    offset: (index) => BigInt(at(index).offset),
    time: (index) => Number(at(index).timestamp),
    letters(index, read) {
      const { value } = at(index);
      return value === null ? undefined : read(value.toString('latin1'), 0, value.length);
    },
    record: at,
    slice: (from, to) => recordsOf(records.slice(from, to)),
  };
}

/** Index of the first record at or past `offset`; the length where there is none. */
export function indexOfOffset(records: RawRecords, offset: bigint): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (records.offset(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
