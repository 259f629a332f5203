import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseText } from '../../../src/pipeline/fingerprint/normalise-text.ts';
import { createTemplateCache } from '../../../src/pipeline/fingerprint/template-cache.ts';

/** What log messages are made of, digits and words that keep digits among them. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      'payment ',
      'status ',
      'ORA-',
      'E',
      'HTTP ',
      '0x',
      'user ',
      'for ',
      ' from ',
      '/var/',
      'key=',
      '"',
      "'",
      '.',
      ':',
      '-',
      ' ',
    ],
    ...[
      'Http2Error',
      'a',
      'f',
      'ms',
      'kB',
      '@',
      '://',
      '{"a',
      '":',
      '}',
      '(',
      ')',
      ',',
      'T',
      'Z',
      'Jan ',
      '1e',
      '\n',
    ],
  ),
  fc.nat({ max: 99_999 }).map(String),
  fc.string({ maxLength: 3 }),
);

test('gives the normal form of every text, whatever texts of the same template came before', () => {
  const message = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(message, fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 40 }), (text, digits) => {
      let next = 0;
      const sibling = text.replace(/\d/g, () => String(digits[next++ % digits.length]));
      const normalised = createTemplateCache(normaliseText);

      const results = [text, sibling, text].map(normalised);

      expect(results).toEqual([text, sibling, text].map(normaliseText));
    }),
    { numRuns: 5_000 },
  );
});

test('normalises one text of many that differ in their numbers', () => {
  const seen: string[] = [];
  const normalised = createTemplateCache((text) => {
    seen.push(text);
    return normaliseText(text);
  });

  const results = new Set(
    [1_000, 2_345, 9_999].map((n) => normalised(`payment ${n} declined after ${n} ms`)),
  );

  expect(results.size).toBe(1);
  expect(seen).toHaveLength(1);
});
