import { severities } from './severity-counts.ts';
import type { EventCounts, Severity } from './types.ts';

const minuteMs = 60_000;
/** With more names than these a tally begins anew with them, too. */
const maxServices = 10_000;
const levels = severities.length;
const levelOf = Object.fromEntries(severities.map((severity, level) => [severity, level])) as {
  readonly [severity in Severity]: number;
};

/** Counts events by service, minute and severity, one batch after another. Services may be called anything. */
export type Tally = {
  /** Adds an event of `at` (ms since the epoch). */
  add(service: string, at: number, severity: Severity): void;
  addAll(counts: EventCounts): void;
  /** What was added since the last call: the minutes in their order, in each one the counts in that of their first events. */
  take(): EventCounts;
};

/**
 * The counts of one minute lie in one array, by service and severity, which is used again and again: a slice with a
 * thousand services has as many counts, and an object for each of them took 0.1 µs a record.
 */
export function createTally(): Tally {
  const ids = new Map<string, number>();
  const names: string[] = [];
  /** Of the minute that is being counted: how many, by `id × levels + level`; and those above 0. */
  const cells: number[] = [];
  let touched: number[] = [];
  let minute = Number.NaN;
  let done = createColumns();
  let isSorted = true;

  function idOf(service: string): number {
    const known = ids.get(service);
    if (known !== undefined) return known;
    const id = names.push(service) - 1;
    ids.set(service, id);
    for (let level = 0; level < levels; level++) cells.push(0);
    return id;
  }

  function count(service: string, ofMinute: number, severity: Severity, events: number): void {
    if (ofMinute !== minute) {
      finishMinute();
      if (ofMinute < minute) isSorted = false;
      minute = ofMinute;
    }
    const cell = idOf(service) * levels + levelOf[severity];
    const before = cells[cell] ?? 0;
    if (before === 0) touched.push(cell);
    cells[cell] = before + events;
  }

  function finishMinute(): void {
    for (const cell of touched) {
      const level = cell % levels;
      done.services.push(names[(cell - level) / levels] ?? '');
      done.minutes.push(minute);
      done.severities.push(severities[level] ?? 'UNKNOWN');
      done.counts.push(cells[cell] ?? 0);
      cells[cell] = 0;
    }
    touched = [];
  }

  function addAll(counts: EventCounts, order: Iterable<number> = counts.counts.keys()): void {
    for (const i of order) {
      const [service, ofMinute, severity] = [counts.services[i], counts.minutes[i], counts.severities[i]];
      if (service === undefined || ofMinute === undefined || severity === undefined) continue;
      count(service, ofMinute, severity, counts.counts[i] ?? 0);
    }
  }

  function finish(): EventCounts {
    finishMinute();
    const taken = done;
    done = createColumns();
    isSorted = true;
    minute = Number.NaN;
    return taken;
  }

  function take(): EventCounts {
    const wasSorted = isSorted;
    const taken = finish();
    if (!wasSorted) {
      const minuteOf = (i: number) => taken.minutes[i] ?? 0;
      addAll(
        taken,
        [...taken.minutes.keys()].sort((one, other) => minuteOf(one) - minuteOf(other)),
      );
    }
    const counted = wasSorted ? taken : finish();
    if (names.length > maxServices) {
      ids.clear();
      names.length = 0;
      cells.length = 0;
    }
    return counted;
  }

  return {
    add: (service, at, severity) => count(service, Math.floor(at / minuteMs) * minuteMs, severity, 1), // % is slower for such numbers
    addAll: (counts) => addAll(counts),
    take,
  };
}

/** Knows the names that it had before: to learn a thousand of them for each transaction took as long as to add them up. */
const joining = createTally();

/** Counts of several batches, added up. */
export function joinCounts(all: readonly EventCounts[]): EventCounts {
  const [first, ...rest] = all;
  if (first !== undefined && rest.length === 0) return first;
  for (const counts of all) joining.addAll(counts);
  return joining.take();
}

export const nothingCounted: EventCounts = createColumns();

type Columns = {
  readonly services: string[];
  readonly minutes: number[];
  readonly severities: Severity[];
  readonly counts: number[];
};

function createColumns(): Columns {
  return { services: [], minutes: [], severities: [], counts: [] };
}
