import { MonitorError } from '../errors.ts';

/** A time zone: instants (ms since the epoch) to local time and back. */
export type Zone = {
  readonly name: string;
  /** Local time less UTC at this instant, in ms. */
  offsetMs(instant: number): number;
  /** `2026-11-23 12:03:44.118`; a time that no calendar holds is the nearest that it does. */
  local(instant: number): string;
  /** The instant at which the clock shows `localMs` (a local time read as if it were UTC); the later one in a gap. */
  instant(localMs: number): number;
};

/** An hour holds no two changes of the clock, and no zone changes it but at a quarter. */
const quarterMs = 900_000;
const lastDay = 8.64e15 - 86_400_000;

/**
 * @param name - An IANA name such as `Europe/Berlin` or `UTC`; undefined is the zone of this process.
 * @throws MonitorError `CONFIG` for a name that is none.
 */
export function createZone(name: string | undefined): Zone {
  // The zone of the process needs no check, and most answers no zone: making a format takes longer than many of them.
  let format = name === undefined ? undefined : formatOf(name);
  const zoned = (): Intl.DateTimeFormat => {
    format ??= formatOf(name);
    return format;
  };
  let known = { quarter: Number.NaN, offset: 0 };

  function offsetMs(instant: number): number {
    const quarter = Math.floor(instant / quarterMs);
    if (quarter !== known.quarter) known = { quarter, offset: offsetAt(zoned(), quarter * quarterMs) };
    return known.offset;
  }

  return {
    get name() {
      return zoned().resolvedOptions().timeZone;
    },
    offsetMs,
    local: (instant) => {
      const within = Math.min(Math.max(instant, -lastDay), lastDay);
      return new Date(within + offsetMs(within)).toISOString().replace('T', ' ').slice(0, -1);
    },
    instant: (localMs) => localMs - offsetMs(localMs - offsetMs(localMs)),
  };
}

function formatOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const options = { timeZoneName: 'longOffset' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', timeZone === undefined ? options : { ...options, timeZone });
  } catch (cause) {
    throw new MonitorError(
      'CONFIG',
      `--tz can't be "${timeZone}".`,
      'It takes a time zone such as UTC, Europe/Berlin or America/New_York.',
      { cause },
    );
  }
}

/** From `GMT`, `GMT+05:30` or, before zones were agreed upon, `GMT-00:25:21`. */
function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const zone = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const parts = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(zone);
  if (parts === null) return 0;
  const [, sign, hours, minutes, seconds] = parts;
  const ms = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1_000;
  return sign === '-' ? -ms : ms;
}
