import { expect, test } from 'vitest';
import { parseMoment } from '../src/time/moment.ts';
import { createZone } from '../src/time/time-zone.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

test.for([
  ['now', '2026-11-23T12:00:00Z'],
  ['15m', '2026-11-23T11:45:00Z'],
  ['-2h', '2026-11-23T10:00:00Z'],
  ['90s ago', '2026-11-23T11:58:30Z'],
  ['2 days ago', '2026-11-21T12:00:00Z'],
  ['An hour  ago', '2026-11-23T11:00:00Z'],
  ['1 week ago', '2026-11-16T12:00:00Z'],
  ['today', '2026-11-22T23:00:00Z'],
  ['yesterday 14:00', '2026-11-22T13:00:00Z'],
  ['yesterday at 14:00:30', '2026-11-22T13:00:30Z'],
  ['09:30', '2026-11-23T08:30:00Z'],
  ['2026-11-20', '2026-11-19T23:00:00Z'],
  ['2024-02-29', '2024-02-28T23:00:00Z'],
  ['2026-07-01 10:00', '2026-07-01T08:00:00Z'],
  ['2026-07-01T10:00:00.5', '2026-07-01T08:00:00.500Z'],
  ['2026-07-01T10:00Z', '2026-07-01T10:00:00Z'],
  ['2026-07-01T10:00+05:30', '2026-07-01T04:30:00Z'],
] as const)('reads %j in Berlin', ([text, expected]) => {
  expect(parseMoment(text, now, createZone('Europe/Berlin'))).toBe(Date.parse(expected));
});

test.for([
  ...['', 'whenever', '25:00', 'yesterday 9', '2 moons ago', '2026-13-01', '-', 'ago', 'tomorrow'],
  ...['2026-02-30', '2026-02-29T10:00', '2026-04-31 10:00Z', '2026-00-10', '2026-01-00'],
])('reads no time from %j', (text) => {
  expect(parseMoment(text, now, createZone('UTC'))).toBeUndefined();
});

test.for(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia', 'Africa/Monrovia'])(
  'shows and reads back any local time in %s',
  (name) => {
    const zone = createZone(name);

    for (let instant = Date.UTC(2025, 0, 1); instant < now; instant += 86_400_000 * 5 + 3_600_007) {
      expect(zone.instant(Date.parse(`${zone.local(instant).replace(' ', 'T')}Z`))).toBe(instant);
    }
  },
);

test('shows the nearest time that a calendar holds', () => {
  expect(createZone('UTC').local(9e15)).toMatch(/^\+275760-09-1/);
});

test('refuses a zone that is none', () => {
  expect(() => createZone('Mars/Olympus')).toThrow(`--tz can't be "Mars/Olympus".`);
});
