import { noEvents, severities } from '../severity-counts.ts';
import type { BatchResult, MinuteCounts, Severity } from '../types.ts';

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
  const minutesOf = new Map<string, Map<number, Cell>>();
  const cells: Cell[] = [];
  let last: Cell | undefined;

  function cellOf(service: string, minute: number): Cell {
    if (last !== undefined && last.minute === minute && last.service === service) return last;
    let minutes = minutesOf.get(service);
    if (minutes === undefined) {
      minutes = new Map();
      minutesOf.set(service, minutes);
    }
    let cell = minutes.get(minute);
    if (cell === undefined) {
      cell = { service, minute, counts: { ...noEvents } };
      minutes.set(minute, cell);
      cells.push(cell);
    }
    last = cell;
    return cell;
  }

  return {
    add(service, at, severity) {
      cellOf(service, Math.floor(at / minuteMs) * minuteMs).counts[severity] += 1; // % is slower for such numbers
    },
    addAll({ service, minute, counts }) {
      const sums = cellOf(service, minute).counts;
      for (const severity of severities) sums[severity] += counts[severity];
    },
    counts: () => cells,
  };
}

/**
 * Joins the results of contiguous batches of one log, in order, into one that may be stored in one transaction.
 *
 * @param results - At least one.
 */
export function mergeBatches(results: readonly BatchResult[]): BatchResult {
  const first = results[0];
  const last = results.at(-1);
  if (first === undefined || last === undefined) throw new Error('mergeBatches needs at least one result.');
  if (results.length === 1) return first;
  const joined = results.reduce((sum, result) => sum + (result.joined ?? 0), 0);
  const tally = createTally();
  for (const { counts } of results) counts.forEach(tally.addAll);
  return {
    log: first.log,
    from: first.from,
    next: last.next,
    end: last.end,
    records: results.reduce((sum, result) => sum + result.records, 0),
    ...(joined > 0 && { joined }),
    errors: results.flatMap((result) => result.errors),
    deadLetters: results.flatMap((result) => result.deadLetters),
    counts: tally.counts(),
  };
}
