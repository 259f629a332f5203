import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capText } from '../../src/pipeline/cap-text.ts';
import { cleanLine, cleanText } from '../../src/pipeline/clean-text.ts';
import { anyText } from '../support/any-text.ts';

test.each([
  ['\x1b[31mred', '\\x1b[31mred'],
  ['a\x00b\x7f', 'a\\x00b\\x7f'],
  ['\x9d0;title\x9c', '\\x9d0;title\\x9c'],
  ['abc\u202edcba', 'abc\\u202edcba'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['line\u2028end', 'line\\u2028end'],
  ['one\r\ntwo\rthree', 'one\ntwo\\x0dthree'],
  ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
  ['tab\tand\nnewline, é 漢 🙂', 'tab\tand\nnewline, é 漢 🙂'],
])('makes %j visible', (text, clean) => {
  expect(cleanText(text)).toBe(clean);
});

test('escapes newline and tab where a text is drawn in one line', () => {
  expect(cleanLine('a\tb\nc')).toBe('a\\tb\\nc');
});

test('leaves nothing harmful in any text, and changes nothing twice', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const clean = cleanText(text);

      expect(clean.isWellFormed()).toBe(true);
      expect(clean).not.toMatch(/[[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]--[\n\t]]/v);
      expect(cleanText(clean)).toBe(clean);
    }),
  );
});

test('keeps a text within its cap whole, and cuts a longer one between characters', () => {
  expect(capText('é'.repeat(50), 100)).toBe('é'.repeat(50));
  expect(capText('🙂'.repeat(50), 100)).toMatch(/^(?:🙂)+ … \[cut, 100 characters\]$/u);
  expect(Buffer.byteLength(capText('🙂'.repeat(50), 100))).toBeLessThanOrEqual(100);
});
