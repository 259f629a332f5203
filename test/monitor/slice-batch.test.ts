import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slicesOf } from '../../src/monitor/slice-batch.ts';
import { recordsOf } from '../../src/raw-records.ts';
import type { RawBatch, RawRecords } from '../../src/types.ts';

const aBatch = fc
  .record({
    from: fc.bigInt({ min: 0n, max: 50n }),
    offsets: fc.uniqueArray(fc.nat({ max: 120 }), { minLength: 1 }),
  })
  .map(({ from, offsets }): RawBatch => {
    const sorted = offsets.toSorted((a, b) => a - b).map((offset) => from + BigInt(offset));
    const records = sorted.map((offset) => ({ offset: String(offset), timestamp: '0', value: null }));
    const next = (sorted.at(-1) ?? from) + 1n;
    return { log: { topic: 't', partition: 0 }, from, next, end: next, records: recordsOf(records) };
  });

test('slices follow one another without a hole, hold every record once, and never straddle the boundary', () => {
  fc.assert(
    fc.property(
      aBatch,
      fc.bigInt({ min: 0n, max: 200n }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      (batch, boundary, sizes) => {
        const asked: number[] = [];
        const size = () => {
          asked.push(sizes[asked.length % sizes.length] ?? 1);
          return asked.at(-1) ?? 1;
        };

        const slices = [...slicesOf(batch, boundary, size)];

        expect(slices.flatMap(({ records }) => offsetsOf(records))).toEqual(offsetsOf(batch.records));
        expect(slices[0]?.from).toBe(batch.from);
        expect(slices.at(-1)?.next).toBe(batch.next);
        expect(asked.length).toBe(slices.length);
        slices.forEach((slice, i) => {
          expect(slice.from).toBe(slices[i - 1]?.next ?? batch.from);
          expect(slice.records.length).toBeLessThanOrEqual(asked[i] ?? 0);
          expect(slice.from < boundary && boundary < slice.next).toBe(false);
          for (const offset of offsetsOf(slice.records)) {
            expect(offset >= slice.from && offset < slice.next).toBe(true);
          }
        });
      },
    ),
  );
});

function offsetsOf(records: RawRecords): readonly bigint[] {
  return Array.from({ length: records.length }, (_, index) => records.offset(index));
}
