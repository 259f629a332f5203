import { listOf, wrongFlag } from '../../config/settings.ts';
import { MonitorError } from '../../errors.ts';
import type { PrintFormat } from '../../output/print-rows.ts';
import { momentForms, parseMoment } from '../../time/moment.ts';
import { createZone, type Zone } from '../../time/time-zone.ts';
import type { KeptSeverity } from '../../types.ts';

/** Flags of every query: which range and services, and how the answer is printed. */
export const rangeOptions = {
  service: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'Only these services; repeated or comma-separated, a comma in a name as \\,',
  },
  since: {
    type: 'string',
    requiresArg: true,
    describe: 'From this time on: ISO, 15m, "2 days ago", "yesterday 14:00"',
  },
  until: { type: 'string', requiresArg: true, describe: 'Before this time' },
  tz: {
    type: 'string',
    requiresArg: true,
    describe: 'Time zone of times without one, and of the table, for example Europe/Berlin',
    defaultDescription: "this machine's",
  },
} as const;

export const printOptions = {
  json: { type: 'boolean', describe: 'JSON lines' },
  csv: { type: 'boolean', describe: 'Comma-separated values with a head' },
  output: {
    type: 'string',
    alias: 'o',
    requiresArg: true,
    describe: 'Write to this file, which appears once it is whole',
  },
  pager: {
    type: 'boolean',
    default: true,
    describe: 'A table longer than the terminal goes through $PAGER; --no-pager prints it',
  },
} as const;

export const levelOption = {
  level: { type: 'string', array: true, nargs: 1, describe: 'Only these levels: critical, error, exception' },
} as const;

export const pageOptions = {
  limit: { type: 'number', requiresArg: true, default: 50, describe: 'At most so many' },
  cursor: { type: 'string', requiresArg: true, describe: 'Go on where the last answer ended, as it said' },
} as const;

export type Range = {
  readonly services: readonly string[];
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly zone: Zone;
};

/** @throws MonitorError `CONFIG` that names the flag, its value and what it takes. */
export function rangeOf(
  flags: {
    readonly service?: readonly string[] | undefined;
    readonly since?: string | undefined;
    readonly until?: string | undefined;
    readonly tz?: string | undefined;
  },
  now: number,
): Range {
  const zone = createZone(flags.tz);
  const since = momentOf('since', flags.since, now, zone);
  const until = momentOf('until', flags.until, now, zone);
  if (since !== undefined && until !== undefined && since >= until) {
    throw wrongFlag('until', flags.until ?? '', 'a time after --since');
  }
  return { services: (flags.service ?? []).flatMap(listOf), since, until, zone };
}

export type Printing = {
  readonly format: PrintFormat;
  /** A file, or undefined for stdout. */
  readonly output: string | undefined;
  readonly pager: boolean;
  readonly zone: Zone;
};

export function printingOf(
  flags: {
    readonly json?: boolean | undefined;
    readonly csv?: boolean | undefined;
    readonly output?: string | undefined;
    readonly pager: boolean;
  },
  zone: Zone,
): Printing {
  if (flags.json && flags.csv)
    throw new MonitorError('CONFIG', '--json and --csv together make no answer.', 'Take one of the two.');
  const format = flags.json ? 'json' : flags.csv ? 'csv' : 'table';
  return { format, output: flags.output, pager: flags.pager, zone };
}

/** @throws MonitorError `CONFIG` for a level that is not kept. */
export function levelsOf(level: readonly string[] | undefined): readonly KeptSeverity[] {
  return listOf(level?.join(',') ?? '').map((text) => {
    const name = text.toUpperCase();
    if (name === 'CRITICAL' || name === 'ERROR' || name === 'EXCEPTION') return name;
    throw wrongFlag('level', text, 'critical, error or exception: the levels that are stored');
  });
}

const mostRows = 100_000_000;

/** @throws MonitorError `CONFIG` for what is no whole number from 1 on. */
export function limitOf(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostRows) return limit;
  throw wrongFlag('limit', String(limit), `a whole number from 1 to ${mostRows}`);
}

/** A flag's moment in ms since the epoch; undefined where the flag is not given. @throws MonitorError `CONFIG` */
export function momentOf(flag: string, text: string, now: number, zone: Zone): number;
export function momentOf(flag: string, text: string | undefined, now: number, zone: Zone): number | undefined;
export function momentOf(
  flag: string,
  text: string | undefined,
  now: number,
  zone: Zone,
): number | undefined {
  if (text === undefined) return undefined;
  const moment = parseMoment(text, now, zone);
  if (moment === undefined) throw wrongFlag(flag, text, momentForms);
  return moment;
}
