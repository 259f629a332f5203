import { severities } from './severity-counts.ts';
import type { EventCounts, Severity } from './types.ts';

const minuteMs = 60_000;

type Cell = {
  readonly service: string;
  readonly minute: number;
  readonly counts: { [severity in Severity]: number };
};

/** Counts events by service and minute. Services may be called anything, also `__proto__`. */
export type Tally = {
  /** Adds an event of `at` (ms since the epoch). */
  add(service: string, at: number, severity: Severity): void;
  addAll(counts: EventCounts): void;
  /** By service and minute in the order of their first events. */
  counts(): EventCounts;
};

export function createTally(): Tally {
  // By minute first: a batch has few of them, and may have a thousand services in each.
  const servicesIn = new Map<number, Map<string, Cell>>();
  const cells: Cell[] = [];
  let lastMinute = Number.NaN;
  let services = new Map<string, Cell>();

  function cellOf(service: string, minute: number): Cell {
    if (minute !== lastMinute) {
      services = servicesIn.get(minute) ?? new Map();
      servicesIn.set(minute, services);
      lastMinute = minute;
    }
    const known = services.get(service);
    if (known !== undefined) return known;
    const cell = { service, minute, counts: noCounts() };
    services.set(service, cell);
    cells.push(cell);
    return cell;
  }

  return {
    add(service, at, severity) {
      cellOf(service, Math.floor(at / minuteMs) * minuteMs).counts[severity] += 1; // % is slower for such numbers
    },
    addAll({ services: names, minutes, severities: levels, counts }) {
      for (let i = 0; i < counts.length; i++) {
        const [service, minute, severity, count] = [names[i], minutes[i], levels[i], counts[i]];
        if (service === undefined || minute === undefined || severity === undefined) continue;
        cellOf(service, minute).counts[severity] += count ?? 0;
      }
    },
    counts: () => inColumns(cells),
  };
}

export const nothingCounted: EventCounts = { services: [], minutes: [], severities: [], counts: [] };

/** Counts of several batches, added up. */
export function joinCounts(all: readonly EventCounts[]): EventCounts {
  const [first, ...rest] = all;
  if (first !== undefined && rest.length === 0) return first;
  const tally = createTally();
  all.forEach(tally.addAll);
  return tally.counts();
}

function inColumns(cells: readonly Cell[]): EventCounts {
  const services: string[] = [];
  const minutes: number[] = [];
  const levels: Severity[] = [];
  const found: number[] = [];
  for (const { service, minute, counts } of cells) {
    for (const severity of severities) {
      const count = counts[severity];
      if (count === 0) continue;
      services.push(service);
      minutes.push(minute);
      levels.push(severity);
      found.push(count);
    }
  }
  return { services, minutes, severities: levels, counts: found };
}

/** All at zero. */
function noCounts(): Cell['counts'] {
  return { CRITICAL: 0, ERROR: 0, EXCEPTION: 0, WARN: 0, INFO: 0, DEBUG: 0, UNKNOWN: 0 };
}
