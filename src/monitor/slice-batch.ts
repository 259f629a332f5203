import type { RawBatch } from '../types.ts';

/** The part of a batch in `[from, next)`. */
export function sliceBatch(batch: RawBatch, from: bigint, next: bigint): RawBatch {
  const records = batch.records.filter(({ offset }) => {
    const at = BigInt(offset);
    return at >= from && at < next;
  });
  return { ...batch, from, next, records };
}
