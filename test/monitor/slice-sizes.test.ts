import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSliceSizes } from '../../src/monitor/slice-sizes.ts';

const [fewest, most, wantedMs] = [1_000, 4_000, 8];
const enough = fc.integer({ min: 100, max: most });
const ms = fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 10_000, noNaN: true }));
const past = fc.array(fc.record({ records: fc.nat({ max: most }), ms }));

test('are whole numbers between 1,000 and 4,000, whatever the slices took', () => {
  fc.assert(
    fc.property(past, (slices) => {
      const sizes = createSliceSizes();

      for (const slice of slices) {
        sizes.took(slice.records, slice.ms);

        expect(Number.isInteger(sizes.next())).toBe(true);
        expect(sizes.next()).toBeGreaterThanOrEqual(fewest);
        expect(sizes.next()).toBeLessThanOrEqual(most);
      }
    }),
  );
});

test('shrink at once so that the next slice, no faster than the last, takes the wanted time at most', () => {
  fc.assert(
    fc.property(past, enough, ms, (slices, records, took) => {
      const sizes = createSliceSizes();
      for (const slice of slices) sizes.took(slice.records, slice.ms);

      sizes.took(records, took);

      const next = sizes.next();
      expect(next === fewest || next * (took / records) <= wantedMs * 1.000001).toBe(true);
    }),
  );
});

test('grow by a quarter at a time, and to the most when records go on to be quick', () => {
  fc.assert(
    fc.property(past, enough, (slices, records) => {
      const sizes = createSliceSizes();
      for (const slice of slices) sizes.took(slice.records, slice.ms);

      const grown = Array.from({ length: 60 }, () => {
        const before = sizes.next();
        sizes.took(records, 0);
        return { before, after: sizes.next() };
      });

      for (const { before, after } of grown) {
        expect(after).toBeGreaterThanOrEqual(before);
        expect(after).toBeLessThanOrEqual((before + 1) / 0.8);
      }
      expect(sizes.next()).toBe(most);
    }),
  );
});

test('learn nothing from the last few records of a log', () => {
  fc.assert(
    fc.property(past, fc.nat({ max: 99 }), ms, (slices, records, took) => {
      const sizes = createSliceSizes();
      for (const slice of slices) sizes.took(slice.records, slice.ms);
      const before = sizes.next();

      sizes.took(records, took);

      expect(sizes.next()).toBe(before);
    }),
  );
});
