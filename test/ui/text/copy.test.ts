import { expect, test } from 'vitest';
import { clipboardSequence, recordAsJson, recordAsText } from '../../../src/ui/text/copy.ts';
import { anError } from '../../support/builders.ts';

const decoded = (sequence: string): string =>
  Buffer.from(sequence.slice('\u001b]52;c;'.length, -1), 'base64').toString('utf8');

test('writes the clipboard by OSC 52, in a form that no text can end early', () => {
  const sequence = clipboardSequence('a\u0007\u001b\\ 日本');

  expect(sequence.startsWith('\u001b]52;c;') && sequence.endsWith('\u0007')).toBe(true);
  expect(sequence.slice(7, -1)).toMatch(/^[A-Za-z0-9+/=]+$/);
  expect(decoded(sequence)).toBe('a\u0007\u001b\\ 日本');
});

test('keeps the sequence below what terminals take', () => {
  expect(clipboardSequence('x'.repeat(1_000_000)).length).toBeLessThan(74_994);
});

test('copies an error as one line, its stack and its place', () => {
  const error = anError({ time: 0, stack: 'at a\nat b', partition: 3, offset: 42n });

  expect(recordAsText(error).split('\n')).toEqual([
    '1970-01-01T00:00:00.000Z ERROR user-management Database connection failed: timeout after 3000 ms',
    'at a',
    'at b',
    'application-logs/3@42 incident 00000000000000aa',
  ]);
});

test('copies an error as a JSON line with its offset as a string', () => {
  const json = JSON.parse(recordAsJson(anError({ offset: 9_007_199_254_740_993n, fields: { a: [1] } })));

  expect(json).toMatchObject({
    v: 1,
    type: 'error',
    offset: '9007199254740993',
    level: 'ERROR',
    fields: { a: [1] },
  });
});
