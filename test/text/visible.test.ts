import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible, visibleLines } from '../../src/text/visible.ts';

const steering = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

test.each([
  ['\u001b[2J', '␛[2J'],
  ['\u009b31m', '\\x9b31m'],
  ['a\rb\u0007', 'a␍b␇'],
  ['one\ntwo\tthree', 'one↵two three'],
  ['\u007f\u0000', '␡␀'],
  ['user\u202etxt.exe', 'user\\u202etxt.exe'],
  ['line\u2028break', 'line\\u2028break'],
  ['half \ud83d pair', 'half \ufffd pair'],
  ['日本語 👩‍👩‍👧 é', '日本語 👩‍👩‍👧 é'],
])('shows %j as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('lets no text steer the terminal', () => {
  const anything = fc.string({ unit: 'binary' });

  fc.assert(fc.property(anything, (text) => !steering.test(visible(text)) && visible(text).isWellFormed()));
  fc.assert(fc.property(anything, (text) => visibleLines(text).every((line) => !steering.test(line))));
});

test('keeps the lines and the indent of a stack', () => {
  expect(visibleLines('Error\r\n\tat a\n  at b\rrest')).toEqual(['Error', '    at a', '  at b', 'rest']);
});
