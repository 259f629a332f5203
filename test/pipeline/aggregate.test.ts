import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createJoinedBatch } from '../../src/pipeline/aggregate.ts';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { aPythonRecord, aRawBatch } from '../support/raw-batch.ts';

const aValue = fc.oneof(
  fc
    .record({
      level: fc.constantFrom('ERROR', 'INFO', 'CRITICAL'),
      service: fc.constantFrom('billing', '__proto__', 'constructor'),
      message: fc.constantFrom('payment declined', 'card expired'),
    })
    .map(aPythonRecord),
  fc.constantFrom(null, '{"a'),
);

test('joins contiguous batches into what one batch of all records gives, wherever they are cut', () => {
  fc.assert(
    fc.property(
      fc.array(aValue, { minLength: 1, maxLength: 30 }),
      fc.array(fc.nat({ max: 30 })),
      (values, cuts) => {
        const run = createPipeline();
        const [first, ...rest] = parts(values, cuts).map(([from, to]) =>
          run(aRawBatch(values.slice(from, to), { from: 5n + BigInt(from) })),
        );
        if (first === undefined) throw new Error('there is a value');
        const before = structuredClone([first, ...rest]);

        const joined = createJoinedBatch(first);
        for (const result of rest) joined.add(result);

        const whole = run(aRawBatch(values, { from: 5n }));
        expect(joined.batch()).toEqual(whole);
        expect(joined.errors()).toBe(whole.errors.length);
        expect([first, ...rest]).toEqual(before);
      },
    ),
  );
});

test('gives back a batch that stays alone as it came', () => {
  const batch = createPipeline()(aRawBatch([aPythonRecord(), null]));

  const joined = createJoinedBatch(batch);

  expect(joined.batch()).toBe(batch);
  expect(joined.errors()).toBe(1);
});

test('adds up the lines that were joined to the event before them', () => {
  const run = createPipeline();
  const trace = [
    'Traceback (most recent call last):',
    '  File "/app/pay.py", line 7, in pay',
    'ValueError: no card',
  ];

  const joined = createJoinedBatch(run(aRawBatch(trace)));
  joined.add(run(aRawBatch([aPythonRecord()], { from: 3n })));
  joined.add(run(aRawBatch(trace, { from: 4n })));

  expect(joined.batch()).toMatchObject({ from: 0n, next: 7n, records: 7, joined: 4 });
  expect(joined.errors()).toBe(3);
});

/** `[from, to)` of each part. */
function parts(values: readonly unknown[], cuts: readonly number[]): readonly (readonly [number, number])[] {
  const inside = [...new Set(cuts)].filter((cut) => cut > 0 && cut < values.length).toSorted((a, b) => a - b);
  return [0, ...inside].map((from, i) => [from, inside[i] ?? values.length]);
}
