import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, fit, fitRight, widthOf, wrapText } from '../../src/text/fit.ts';
import { visible } from '../../src/text/visible.ts';

const text = fc
  .array(
    fc.constantFrom(
      'a',
      ' ',
      'word',
      '日',
      '本',
      '👩‍👩‍👧',
      '🧾',
      'e\u0301',
      'ﾊﾟ',
      '한',
      '…',
      '\u0301',
      '🇩🇪',
      '{"k":1}',
    ),
  )
  .map((parts) => visible(parts.join('')));

test.each([
  ['short', 10, 'short     '],
  ['exactly ten', 11, 'exactly ten'],
  ['a longer text', 8, 'a longe…'],
  ['日本語日本語', 7, '日本語…'],
  ['日本語日本語', 6, '日本… '],
  ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
  ['anything', 0, ''],
])('fits %j into %i columns as %j', (given, columns, expected) => {
  expect(fit(given, columns)).toBe(expected);
});

test('puts numbers to the right', () => {
  expect(fitRight('42', 5)).toBe('   42');
});

test('fills its columns exactly, whatever characters the text has', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (given, columns) => {
      expect(widthOf(fit(given, columns))).toBe(columns);
      expect(widthOf(fitRight(given, columns))).toBe(columns);
      expect(widthOf(cut(given, columns))).toBeLessThanOrEqual(columns);
    }),
  );
});

test('measures no more of a huge text than can fit', () => {
  const started = performance.now();

  expect(cut('日本'.repeat(5_000_000), 10)).toBe('日本日本…');

  expect(performance.now() - started).toBeLessThan(200);
});

test('breaks lines at blanks where one is near, and inside a word where none is', () => {
  expect(wrapText('the quick brown fox jumps', 10, 5)).toEqual(['the quick', 'brown fox', 'jumps']);
  expect(wrapText('abcdefghijklmno', 10, 5)).toEqual(['abcdefghij', 'klmno']);
  expect(wrapText('', 10, 5)).toEqual(['']);
});

test('ends the last line with an ellipsis when there is more', () => {
  expect(wrapText('one two three four five six', 9, 2)).toEqual(['one two', 'three fo…']);
});

test('wraps within its columns and loses nothing but blanks', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 30 }), (given, columns) => {
      const lines = wrapText(given, columns, 1_000);

      expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(columns);
      expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
    }),
  );
});
