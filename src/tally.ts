import { addCounts } from './severity-counts.ts';
import type { MinuteCounts, Severity } from './types.ts';

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
  addAll(counts: MinuteCounts): void;
  /** One entry for each service and minute that has events, in the order of their first ones. */
  counts(): readonly MinuteCounts[];
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
    addAll: ({ service, minute, counts }) => addCounts(cellOf(service, minute).counts, counts),
    counts: () => cells,
  };
}

/** All at zero. */
function noCounts(): Cell['counts'] {
  return { CRITICAL: 0, ERROR: 0, EXCEPTION: 0, WARN: 0, INFO: 0, DEBUG: 0, UNKNOWN: 0 };
}
