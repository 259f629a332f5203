import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGathering } from '../../src/live/gathering.ts';
import { decodeEntry, encodeEntry } from '../../src/redis/live-entry.ts';
import type { LogError } from '../../src/types.ts';
import { anError, aStoredBatch, severityCounts } from '../support/builders.ts';

const bytes = 128 * 1024;

test('gives back what was published, whatever texts an error holds', () => {
  const error = fc.record({
    message: fc.string({ unit: 'binary-ascii' }),
    service: fc.string(),
    offset: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    stack: fc.option(fc.string()),
    fields: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
  });
  fc.assert(
    fc.property(fc.array(error, { maxLength: 5 }), (errors) => {
      const batch = batchOf(errors.map((some, i) => anError({ ...some, incident: `i${i}` })));

      const decoded = decodeEntry(encodeEntry({ batch, changes: [] }, bytes));

      expect(decoded).toEqual(JSON.parse(JSON.stringify({ batch, changes: [] }, sent), received));
    }),
    { numRuns: 20 },
  );
});

test('leaves out the oldest rows when it would be too long, and counts their errors', () => {
  const stack = 'x'.repeat(50_000);
  const batch = batchOf(['a', 'b', 'b', 'c', 'd'].map((incident) => anError({ incident, stack })));

  const text = encodeEntry({ batch, changes: [] }, bytes);

  const decoded = decodeEntry(text)?.batch;
  expect(text.length).toBeLessThan(bytes + 1_000);
  expect(decoded?.rows.map(({ error }) => error.incident)).toEqual(['c', 'd']);
  expect(decoded?.withoutRow).toBe(3);
});

test('has room for rows beside the counts of a thousand services', () => {
  const gathering = createGathering({ rows: 100, services: 2_000, incidents: 100 });
  const others = Array.from({ length: 1_000 }, (_, i) => ({
    service: `service-number-${i}`,
    minute: 0,
    counts: severityCounts({ INFO: 1_000, WARN: 100 }),
  }));
  const errors = Array.from({ length: 50 }, (_, i) => anError({ incident: `i${i}` }));
  gathering.add(aStoredBatch({ errors, counts: others }));
  const batch = gathering.take();

  const decoded = decodeEntry(encodeEntry({ batch, changes: [] }, bytes))?.batch;

  expect(decoded?.counts).toEqual(batch.counts);
  expect(decoded?.rows).toHaveLength(50);
});

test('keeps the newest row however long it is', () => {
  const batch = batchOf([anError({ stack: 'x'.repeat(bytes) })]);

  expect(decodeEntry(encodeEntry({ batch, changes: [] }, bytes))?.batch?.rows).toHaveLength(1);
});

test.each(['', '{', 'null', '[]', '{"v":2,"batch":null,"changes":[]}', '{"v":1}', '{"v":1,"batch":{}}'])(
  'reads nothing from %j',
  (text) => {
    expect(decodeEntry(text)).toBeUndefined();
  },
);

function batchOf(errors: readonly LogError[]) {
  const gathering = createGathering({ rows: 100, services: 100, incidents: 100 });
  gathering.add(aStoredBatch({ errors, from: 2n ** 62n }));
  return gathering.take();
}

/** JSON has no bigint and no -0; what it makes of the rest is what the other side may see. */
function sent(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `bigint ${value}` : value;
}

function received(_key: string, value: unknown): unknown {
  const [, digits] = typeof value === 'string' ? (/^bigint (\d+)$/.exec(value) ?? []) : [];
  return digits === undefined ? value : BigInt(digits);
}
