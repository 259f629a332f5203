const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** A duration in ms as one number and unit, rounded down: `0 s`, `59 s`, `3 m`, `5 h`, `12 d`. Negative counts as zero. */
export function age(durationMs: number): string {
  for (const [unit, size] of units) {
    if (durationMs >= size) return `${Math.floor(durationMs / size)} ${unit}`;
  }
  return '0 s';
}

/** Local time of day of ms since the epoch: `12:03:44`, with `fraction` `12:03:44.118`. */
export function clock(time: number, fraction = false): string {
  const date = new Date(time);
  const seconds = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return fraction ? `${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}` : seconds;
}

/** Local day and time to the minute: `Nov 23 12:03`. A time that is no date stays a number. */
export function dayAndTime(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  return `${months[date.getMonth()]} ${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Local date and time with the zone's offset: `2026-11-23 12:03:44.118 +01:00`. A time that is no date stays a number. */
export function dateTime(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${day} ${clock(time, true)} ${zone}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
