import { indexOfOffset } from '../raw-records.ts';
import type { RawBatch } from '../types.ts';

/** The part of a batch in `[from, next)`. */
export function sliceBatch(batch: RawBatch, from: bigint, next: bigint): RawBatch {
  const { records } = batch;
  const part = records.slice(indexOfOffset(records, from), indexOfOffset(records, next));
  return { ...batch, from, next, records: part };
}

/**
 * A batch in slices of at most `size` records, which is asked for each slice; cut also at `boundary` where it lies inside,
 * so that each slice lies wholly below it or past it.
 */
export function* slicesOf(batch: RawBatch, boundary: bigint, size: () => number): Generator<RawBatch> {
  const { from, next } = batch;
  if (from < boundary && boundary < next) {
    yield* slicesOf(sliceBatch(batch, from, boundary), boundary, size);
    yield* slicesOf(sliceBatch(batch, boundary, next), boundary, size);
    return;
  }
  let start = from;
  for (let i = 0; i < batch.records.length || start < next; ) {
    const past = i + size();
    const end = past < batch.records.length ? batch.records.offset(past) : next;
    yield { ...batch, from: start, next: end, records: batch.records.slice(i, past) };
    start = end;
    i = past;
  }
}
