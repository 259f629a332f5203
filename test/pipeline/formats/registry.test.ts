import { expect, test } from 'vitest';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import { minutesOf } from '../../support/minutes-of.ts';
import { aRawBatch } from '../../support/raw-batch.ts';
import { createRandom, type Random } from '../corpus/random.ts';
import { samples } from './samples.ts';

test.each(samples)('reads the sample of %s the same after a record of any other format', (format, value) => {
  const { errors: alone } = createPipeline()(aRawBatch([value]));

  const after = samples.map(([, before]) => createPipeline()(aRawBatch([before, value])).errors.at(-1));

  expect(alone.map((error) => error.format)).toEqual([format]);
  expect(after).toEqual(samples.map(() => ({ ...alone[0], offset: 1n })));
});

/** Values of every type, and such as JavaScript stumbles over. */
const strange: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e300,
    '',
    ' ',
    'x',
    'ERROR',
    50,
    '50',
    '\ud800',
    '\0',
    [],
    {},
    [null],
    ['a'],
    [[[]]],
  ],
  ...[{ a: { b: 1 } }, { toString: 1, valueOf: 2 }, { message: 'm', stack: ['a', 'b'], type: 5, name: {} }],
  ...[[{ filename: 'a', lineno: 1, name: 2 }], [{ class: 1, method: {} }], [{ func: [] }]],
];

function mutated(value: unknown, random: Random): unknown {
  if (random.number(0, 7) === 0) return random.pick(strange);
  if (Array.isArray(value)) return value.map((item) => mutated(item, random));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(() => random.number(0, 9) > 0);
  return Object.fromEntries(kept.map(([name, item]) => [name, mutated(item, random)]));
}

test('reads records of any format whose fields hold values of any type', () => {
  const random = createRandom(3);
  const objects = samples.filter(([, value]) => value.startsWith('{')).map(([, value]) => JSON.parse(value));
  const values = Array.from({ length: 5000 }, () => ({ ...Object(mutated(random.pick(objects), random)) }));

  const { deadLetters, counts, records } = createPipeline()(aRawBatch(values));

  const events = minutesOf(counts)
    .flatMap((minute) => Object.values(minute.counts))
    .reduce((sum, count) => sum + count, 0);
  expect(new Set(deadLetters.map(({ reason }) => reason))).toEqual(new Set(['a batch without log records']));
  expect(events + deadLetters.length).toBe(records);
}, 20_000);
