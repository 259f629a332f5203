import { isCalendarDay } from '../time/calendar-day.ts';

/** Last ms of the year 9999: a later time is rubbish that neither PostgreSQL's nor JavaScript's dates are made for. */
const latestMs = 253_402_300_799_999;
const dayMs = 86_400_000;

const isoLike =
  /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ,_]+(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;
/** The spellings of most loggers, by their length: these are read without expressions, in half the time. */
const isoUtc: { readonly [length: number]: string } = {
  20: '0000-00-00T00:00:00Z',
  24: '0000-00-00T00:00:00.000Z',
};
const zero = 0x30;
const dayFirst =
  /^(?:[a-z]{3},? )?(\d{1,2})[ /-]([a-z]{3})[a-z]*[ /-](\d{4})[ :T](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i;
const monthFirst =
  /^(?:[a-z]{3} )?([a-z]{3}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: (\d{4}))?$/i;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A record's time in ms since the epoch.
 *
 * Numbers are seconds, ms, µs or ns by their magnitude. Strings are ISO 8601 in its many spellings (comma before the
 * fraction, blank instead of T, `+0000`), dates with the month in words, or digits. A time without a zone is UTC:
 * the Python services write naive UTC.
 * @param nowMs - Gives its year to a date without one (syslog of RFC 3164).
 * @returns `undefined` for what is no time (the 30th of February, too), and for times outside 1970–9999.
 */
export function parseTime(value: unknown, nowMs: number): number | undefined {
  if (typeof value === 'number') return inRange(byMagnitude(value));
  if (typeof value !== 'string' || value.length < 8 || value.length > 64) return undefined;
  const usual = timeOfIsoUtc(value);
  if (usual !== undefined) return inRange(usual);
  const text = value.trim();
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(text)) return inRange(byMagnitude(Number(text)));
  const iso = isoLike.exec(text);
  if (iso) return inRange(utc(iso[1], Number(iso[2]) - 1, iso[3], iso[4], iso[5], iso[6], iso[7], iso[8]));
  const day = dayFirst.exec(text);
  if (day) return inRange(utc(day[3], monthOf(day[2]), day[1], day[4], day[5], day[6], day[7], day[8]));
  const month = monthFirst.exec(text);
  if (!month) return undefined;
  const inYear = (year: string | number) =>
    utc(String(year), monthOf(month[1]), month[2], month[3], month[4], month[5], month[6], undefined);
  if (month[7] !== undefined) return inRange(inYear(month[7]));
  // Without a year (RFC 3164) it is this one, or the last for a record of December that is read in January, and for the
  // 29th of February that this year has not.
  const year = new Date(nowMs).getUTCFullYear();
  const time = inYear(year);
  return inRange(time <= nowMs + dayMs ? time : inYear(year - 1));
}

/** Records of one day come together. */
let known = { day: 'none', ms: Number.NaN };

/** A time in one of the spellings of `isoUtc`; undefined for any other text, and for a time that no clock shows. */
function timeOfIsoUtc(text: string): number | undefined {
  const spelling = isoUtc[text.length];
  if (spelling === undefined) return undefined;
  for (let i = 0; i < text.length; i++) {
    const isDigit = text.charCodeAt(i) >= zero && text.charCodeAt(i) <= zero + 9;
    if (spelling.charCodeAt(i) === zero ? !isDigit : text.charCodeAt(i) !== spelling.charCodeAt(i))
      return undefined;
  }
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (!text.startsWith(known.day)) {
    const day = text.slice(0, 10);
    const [year, month, date] = [Number(day.slice(0, 4)), twoDigits(day, 5) - 1, twoDigits(day, 8)];
    known = { day, ms: isCalendarDay(year, month, date) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN };
  }
  const ms = text.length === 24 ? twoDigits(text, 20) * 10 + text.charCodeAt(22) - zero : 0;
  return known.ms + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero;
}

/** Kafka's timestamp, which any producer may set to anything, moved into 1970–9999; 0 for what is no number. */
export function kafkaTime(timestamp: number): number {
  return timestamp >= 0 ? Math.min(timestamp, latestMs) : 0;
}

function byMagnitude(value: number): number {
  const size = Math.abs(value);
  if (size < 1e11) return value * 1000;
  if (size < 1e14) return value;
  return size < 1e17 ? value / 1000 : value / 1_000_000;
}

function inRange(ms: number): number | undefined {
  const whole = Math.floor(ms + 1e-3); // 1795428902.118 s is a hair below its ms in binary
  return whole >= 0 && whole <= latestMs ? whole : undefined;
}

function monthOf(name: string | undefined): number {
  const month = months.indexOf((name ?? '').toLowerCase());
  return month === -1 ? Number.NaN : month;
}

function utc(
  year: string | undefined,
  month: number,
  day: string | undefined,
  hour = '0',
  minute = '0',
  second = '0',
  fraction = '0',
  zone = 'Z',
): number {
  if (month < 0 || month > 11 || !isCalendarDay(Number(year), month, Number(day))) return Number.NaN;
  if (!isOnClock(Number(hour), Number(minute), Number(second))) return Number.NaN;
  const ms = Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  return (
    Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second), ms) -
    offsetMs(zone)
  );
}

/** Midnight may be written as 24:00, and a leap second as 60. */
function isOnClock(hour: number, minute: number, second: number): boolean {
  return minute <= 59 && second <= 60 && (hour * 60 + minute) * 60 + second <= 86_400;
}

function offsetMs(zone: string): number {
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!offset) return 0;
  const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
  return (offset[1] === '-' ? -minutes : minutes) * 60_000;
}
