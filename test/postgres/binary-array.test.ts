import fc from 'fast-check';
import { expect, test } from 'vitest';
import { float8Array, int2Array, int8Array, textArray } from '../../src/postgres/binary-array.ts';
import { anOpenDatabase } from '../support/a-store.ts';

test('the server reads every array as it was meant', async () => {
  const { pool } = await anOpenDatabase();
  const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => value.replaceAll('\0', ''));
  const arrays = fc.record({
    texts: fc.array(fc.option(text)),
    floats: fc.array(fc.double({ noNaN: true })),
    longs: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    shorts: fc.array(fc.integer({ min: -32_768, max: 32_767 })),
  });

  await fc.assert(
    fc.asyncProperty(arrays, async ({ texts, floats, longs, shorts }) => {
      const { rows } = await pool.query(
        'SELECT $1::text[] AS texts, $2::float8[] AS floats, $3::int8[] AS longs, $4::int2[] AS shorts',
        [textArray(texts), float8Array(floats), int8Array(longs), int2Array(shorts)],
      );

      expect(rows[0]).toEqual({ texts, floats, longs: longs.map(String), shorts });
    }),
    { numRuns: 200 },
  );
});
