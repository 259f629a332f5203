import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kafkaTime, parseTime } from '../../src/pipeline/parse-time.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const ms = Date.parse('2026-11-23T10:15:02.118Z');
const whole = Date.parse('2026-11-23T10:15:02Z');

test.each([
  ['2026-11-23T10:15:02.118Z', ms],
  ['2026-11-23T10:15:02.118442', ms],
  ['2026-11-23 10:15:02,118', ms],
  ['2026-11-23T10:15:02.1180000Z', ms],
  ['2026-11-23T11:15:02.118+01:00', ms],
  ['2026-11-23T11:15:02.118+0100', ms],
  ['2026-11-23T05:45:02.118-04:30', ms],
  ['2026-11-23 10:15:02', whole],
  ['2026-11-23 10:15:02 UTC', whole],
  ['2026/11/23 10:15:02', whole],
  ['23/Nov/2026:10:15:02 +0000', whole],
  ['Mon, 23 Nov 2026 10:15:02 GMT', whole],
  ['Nov 23 10:15:02', whole],
  ['Dec 31 23:59:59', Date.parse('2025-12-31T23:59:59Z')],
  ['Mon Nov 23 10:15:02.118 2026', ms],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ['2026-12-31 23:59:60', Date.UTC(2027, 0, 1)],
  ['1795428902118', ms],
  ['1795428902118000000', ms],
  [1795428902.118, ms],
  [1795428902118, ms],
  [1795428902118000, ms],
  [1795428902118000000, ms],
])('reads %j', (value, expected) => {
  expect(parseTime(value, now)).toBe(expected);
});

test.each([
  ...[
    '',
    'today',
    '+999999-01-01T00:00:00Z',
    '2026-13-01 10:00:00',
    '2026-11-23T99:00:00Z',
    '0000',
    '20261123',
  ],
  // Days and times that a date of JavaScript's would take for the next ones.
  ...['2026-02-30T10:00:00Z', '2026-02-29T10:00:00.000Z', '2026-02-30 10:00:00,000', '2026-01-00 10:00:00'],
  ...['31/Apr/2026:10:15:02 +0000', 'Feb 30 10:15:02', '2026-11-23 10:15:61', '2026-11-23 24:00:01'],
  ...[-1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, null, undefined, {}, [], true],
])('takes %j for no time', (value) => {
  expect(parseTime(value, now)).toBeUndefined();
});

test('takes the 29th of February without a year for that of the last year, where this one has none', () => {
  const readIn = Date.parse('2029-01-05T12:00:00Z');

  expect(parseTime('Feb 29 10:15:02', readIn)).toBe(Date.parse('2028-02-29T10:15:02Z'));
});

test('reads the day after one that does not exist', () => {
  expect(parseTime('2026-02-30T10:00:00Z', now)).toBeUndefined();
  expect(parseTime('2026-03-01T10:00:00Z', now)).toBe(Date.UTC(2026, 2, 1, 10));
});

test('reads the usual spelling as the runtime does, whatever time came before', () => {
  const time = fc.integer({ min: 0, max: Date.parse('9999-12-31T23:59:59.999Z') });
  fc.assert(
    fc.property(time, time, (one, other) => {
      for (const at of [one, other, one]) {
        const text = new Date(at).toISOString();

        expect(parseTime(text, now)).toBe(at);
        expect(parseTime(text.replace(/\.\d+/, ''), now)).toBe(at - (at % 1000));
      }
    }),
  );
});

test.each(['2026-11-23T24:00:00.000Z', '2026-11-23T23:59:60.000Z'])('takes %s for the next day', (text) => {
  expect(parseTime(text, now)).toBe(Date.parse('2026-11-24T00:00:00Z'));
});

test('gives a time that a date can hold, or none, whatever the value', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double(), fc.date().map(String), fc.anything()), (value) => {
      const time = parseTime(value, now);

      expect(time === undefined || !Number.isNaN(new Date(time).getTime())).toBe(true);
    }),
  );
});

test.each([
  [1795428902118, 1795428902118],
  [-1, 0],
  [Number.NaN, 0],
  [9223372036854775807n, 253402300799999],
])('moves the Kafka timestamp %s to %i', (timestamp, expected) => {
  expect(kafkaTime(Number(timestamp))).toBe(expected);
});
