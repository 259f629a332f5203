import { createByIncident } from '../../live/by-incident.ts';
import type { LiveRow, RowMark } from '../../live-batch.ts';
import type { IncidentChange } from '../../ports.ts';
import type { LogError } from '../../types.ts';

/** One line of the feed: an error, and how often it was repeated within the fold window. */
export type FeedRow = {
  /** Grows from row to row and is never used again. */
  readonly key: number;
  /** The first error of the row. */
  readonly error: LogError;
  /** Errors folded into the row, this one included. */
  readonly count: number;
  /** When the first and the last of them were received, ms since the epoch. */
  readonly received: number;
  readonly lastReceived: number;
  /** What its incident is since one of these errors: never seen before, or resolved and back. */
  readonly mark: RowMark | null;
  /** What a person decided about its incident while the row was there. */
  readonly decision: Decision | null;
};

export type Decision = 'RESOLVED' | 'MUTED';

export type FeedRows = {
  /** Folds errors into a row, or makes a row of them. Returns false when it was past the budget and is not drawn. */
  add(row: LiveRow, received: number): boolean;
  /** Adds errors from before the start, oldest first, past any budget; they count as received at their Kafka time. */
  preload(errors: readonly LogError[]): void;
  /** Shows on the rows of an incident what was decided; rows that come later show what their errors say. */
  decide(change: IncidentChange): void;
  /** The newest rows, oldest first; the budget begins anew. */
  publish(): readonly FeedRow[];
};

/** Errors of one incident and level become one row while they come within this time (aligned, by receive time). */
const foldMs = 10_000;

type OpenRow = {
  readonly key: number;
  count: number;
  lastReceived: number;
  mark: RowMark | null;
  dirty: boolean;
};

/** The rows with what a person decided about an incident. That one escalates is nobody's decision. */
export function withDecision(rows: readonly FeedRow[], { change, incident }: IncidentChange): FeedRow[] {
  if (change === 'escalating') return [...rows];
  const { id, status } = incident;
  const decision = status === 'RESOLVED' || status === 'MUTED' ? status : null;
  return rows.map((row) => (row.error.incident === id ? { ...row, decision } : row));
}

/**
 * Rows of the feed, at most `capacity`, and at most `budget` new ones between two publications.
 *
 * Published rows are never changed: a row whose count grew is replaced by a new object, so a paused screen may keep
 * what it was given.
 */
export function createFeedRows(capacity: number, budget: number): FeedRows {
  let rows: FeedRow[] = [];
  // Key of rows[0]; keys are consecutive, so a row's place is its key minus this.
  let firstKey = 0;
  let made = 0;
  let foldSlot = Number.NaN;
  const open = createByIncident<OpenRow>();
  const dirty: OpenRow[] = [];

  const openRow = (error: LogError, received: number): OpenRow | undefined => {
    const slot = Math.floor(received / foldMs);
    if (slot !== foldSlot) {
      foldSlot = slot;
      open.clear();
    }
    const row = open.get(error);
    return row && row.key >= firstKey ? row : undefined;
  };
  const append = ({ error, count, mark }: LiveRow, received: number): void => {
    const key = firstKey + rows.length;
    rows.push({ key, error, count, received, lastReceived: received, mark, decision: null });
    open.set(error, { key, count, lastReceived: received, mark, dirty: false });
  };
  const fold = (row: OpenRow, { count, mark }: LiveRow, received: number): void => {
    row.count += count;
    row.lastReceived = received;
    row.mark = mark ?? row.mark;
    if (row.dirty) return;
    row.dirty = true;
    dirty.push(row);
  };
  const replaceGrown = (): void => {
    for (const grown of dirty) {
      grown.dirty = false;
      const place = grown.key - firstKey;
      const row = rows[place];
      if (row)
        rows[place] = { ...row, count: grown.count, lastReceived: grown.lastReceived, mark: grown.mark };
    }
    dirty.length = 0;
  };

  return {
    add(row, received) {
      const same = openRow(row.error, received);
      if (same) {
        fold(same, row, received);
        return true;
      }
      if (made >= budget) return false;
      made += 1;
      append(row, received);
      return true;
    },
    preload(errors) {
      for (const error of errors.slice(-capacity)) {
        const same = openRow(error, error.at);
        const row = { error, count: 1, mark: null };
        if (same) fold(same, row, error.at);
        else append(row, error.at);
      }
    },
    decide(change) {
      rows = withDecision(rows, change);
    },
    publish() {
      replaceGrown();
      made = 0;
      const surplus = rows.length - capacity;
      if (surplus > 0) {
        firstKey += surplus;
        rows = rows.slice(surplus);
      }
      return Object.freeze(rows.slice());
    },
  };
}
