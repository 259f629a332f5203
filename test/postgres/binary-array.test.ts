import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  float8Array,
  int2Array,
  int4Array,
  int8Array,
  textArray,
  timestampArray,
} from '../../src/postgres/binary-array.ts';
import { anOpenDatabase } from '../support/a-store.ts';

test('the server reads every array as it was meant', async () => {
  const { pool } = await anOpenDatabase();
  const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => value.replaceAll('\0', ''));
  const arrays = fc.record({
    texts: fc.array(fc.option(text)),
    floats: fc.array(fc.double({ noNaN: true })),
    longs: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    ints: fc.array(fc.integer()),
    shorts: fc.array(fc.integer({ min: -32_768, max: 32_767 })),
  });

  await fc.assert(
    fc.asyncProperty(arrays, async ({ texts, floats, longs, ints, shorts }) => {
      const { rows } = await pool.query(
        `SELECT $1::text[] AS texts, $2::float8[] AS floats, $3::int8[] AS longs, $4::int4[] AS ints, $5::int2[] AS shorts`,
        [textArray(texts), float8Array(floats), int8Array(longs), int4Array(ints), int2Array(shorts)],
      );

      expect(rows[0]).toEqual({ texts, floats, longs: longs.map(String), ints, shorts });
    }),
    { numRuns: 200 },
  );
});

test('the server reads the same times as to_timestamp makes of the same numbers', async () => {
  const { pool } = await anOpenDatabase();
  const time = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) });

  await fc.assert(
    fc.asyncProperty(fc.array(time, { maxLength: 1_000, size: 'max' }), async (times) => {
      const { rows } = await pool.query(
        `SELECT coalesce(array_agg(to_timestamp(ms / 1000)), '{}') = $2::timestamptz[] AS same
           FROM unnest($1::float8[]) AS ms`,
        [float8Array(times), timestampArray(times)],
      );

      expect(rows).toEqual([{ same: true }]);
    }),
    { numRuns: 100 },
  );
});
