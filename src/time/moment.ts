import { beginsWithDay } from './calendar-day.ts';
import { durationMs } from './time-spec.ts';
import type { Zone } from './time-zone.ts';

const dayMs = 86_400_000;

const units: { readonly [name: string]: string } = {
  second: 's',
  sec: 's',
  minute: 'm',
  min: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
};

/** What `parseMoment` reads, for a message to the user. */
export const momentForms =
  'an ISO time such as 2026-11-23T10:00, an age such as 15m, "2 days ago" or "yesterday 14:00"';

/**
 * Reads a point in time as people write it: an ISO date or time, an age (`15m`, `-2h`, `2 days ago`), `now`, or `today`,
 * `yesterday` or nothing before a time of day. What names no zone is meant in `zone`.
 *
 * @returns ms since the epoch; undefined when it is none of these.
 */
export function parseMoment(text: string, now: number, zone: Zone): number | undefined {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (words === 'now') return now;
  return parseAge(words, now) ?? parseDay(words, now, zone) ?? parseIso(words, zone);
}

function parseAge(words: string, now: number): number | undefined {
  const short = durationMs(words.replace(/^-/, '').replace(/ ago$/, ''));
  if (short !== undefined) return now - short;
  const parts = /^(\d{1,9}|an?) ([a-z]+?)s? ago$/.exec(words);
  const unit = units[parts?.[2] ?? ''];
  if (parts === null || unit === undefined) return undefined;
  const length = durationMs(`${/^an?$/.test(parts[1] ?? '') ? 1 : parts[1]}${unit}`);
  return length === undefined ? undefined : now - length;
}

function parseDay(words: string, now: number, zone: Zone): number | undefined {
  const parts = /^(?:(today|yesterday)(?: (?:at )?)?)?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(words);
  if (parts === null || words === '') return undefined;
  const [hours, minutes, seconds] = parts.slice(2).map((part) => Number(part ?? 0));
  const clock = timeOfDay(hours ?? 0, minutes ?? 0, seconds ?? 0);
  if (clock === undefined) return undefined;
  const localNow = now + zone.offsetMs(now);
  const midnight = Math.floor(localNow / dayMs) * dayMs;
  return zone.instant(midnight - (parts[1] === 'yesterday' ? dayMs : 0) + clock);
}

function timeOfDay(hours: number, minutes: number, seconds: number): number | undefined {
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

function parseIso(words: string, zone: Zone): number | undefined {
  if (!beginsWithDay(words)) return undefined;
  const iso = words.toUpperCase().replace(' ', 'T').replace(',', '.');
  const zoned = /T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(iso);
  const ms = Date.parse(zoned ? iso : `${iso.includes('T') ? iso : `${iso}T00:00`}Z`);
  if (Number.isNaN(ms)) return undefined;
  return zoned ? ms : zone.instant(ms);
}
