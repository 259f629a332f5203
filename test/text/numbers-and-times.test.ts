import { expect, test } from 'vitest';
import { count, percent, shortCount } from '../../src/text/numbers.ts';
import { columnCell, sparkline } from '../../src/text/sparkline.ts';
import { age, clock, dateTime } from '../../src/text/times.ts';
import { noon } from '../support/builders.ts';

test.each([
  [0, '–'],
  [7, '7'],
  [18_233, '18,233'],
  [9_007_199_254_740_993n, '9,007,199,254,740,993'],
])('counts %s as %s', (value, text) => {
  expect(count(value)).toBe(text);
});

test.each([
  [0, '–'],
  [0.2, '0.2'],
  [12.4, '12'],
  [999.4, '999'],
  [999.6, '1.0k'],
  [18_400, '18.4k'],
  [99_960, '100k'],
  [999_600, '1.0M'],
  [2.5e9, '2.5G'],
  [1e15, '>1T'],
])('shortens %s to %s', (value, text) => {
  expect(shortCount(value)).toBe(text);
});

test.each([
  [null, '–'],
  [0, '–'],
  [0.0001, '<0.1%'],
  [0.021, '2.1%'],
  [1, '100%'],
])('writes the share %s as %s', (share, text) => {
  expect(percent(share)).toBe(text);
});

test.each([
  [-5, '0 s'],
  [999, '0 s'],
  [59_999, '59 s'],
  [180_000, '3 m'],
  [7_200_000, '2 h'],
  [1_000_000_000, '11 d'],
])('writes %i ms as %s', (ms, text) => {
  expect(age(ms)).toBe(text);
});

test('writes the time of day in local time, with and without milliseconds', () => {
  expect([clock(noon), clock(noon, true)]).toEqual(['12:03:44', '12:03:44.118']);
});

test('writes date and offset where a moment must be clear', () => {
  expect(dateTime(noon)).toMatch(/^2026-11-23 12:03:44\.118 [+-]\d\d:\d\d$/);
  expect(dateTime(9e15)).toBe('9000000000000000');
});

test('draws only zero as the lowest block', () => {
  expect(sparkline([0, 1, 500, 1000])).toBe('▁▂▅█');
  expect(sparkline([0, 0])).toBe('▁▁');
});

test('draws no mountains below the least top', () => {
  expect(sparkline([3, 5], 100)).toBe('▂▂');
});

test('fills a column from the lowest row up and keeps a trace of little', () => {
  const column = (value: number) => [2, 1, 0].map((row) => columnCell(value, 30, row, 3)).join('');

  expect([column(30), column(15), column(0.1), column(0)]).toEqual(['███', ' ▄█', '  ▁', '   ']);
});
