import type { LiveBatch, RowMark } from '../live-batch.ts';
import type { LogError } from '../types.ts';
import { createByIncident } from './by-incident.ts';

/** Errors folded by incident and level, the newest `capacity` of them. */
export type FoldedRows = {
  add(error: LogError, mark: RowMark | null): void;
  /** The rows in the order of their first errors, and the errors of those that had to leave. */
  take(): Pick<LiveBatch, 'rows' | 'withoutRow'>;
};

type Row = { readonly error: LogError; count: number; mark: RowMark | null };

export function createFoldedRows(capacity: number): FoldedRows {
  /** In the order of their first errors. */
  const rows = new Set<Row>();
  const known = createByIncident<Row>();
  let withoutRow = 0;

  function dropOldest(): void {
    const [oldest] = rows;
    if (oldest === undefined) return;
    rows.delete(oldest);
    known.delete(oldest.error);
    withoutRow += oldest.count;
  }

  return {
    add(error, mark) {
      const same = known.get(error);
      if (same) {
        same.count += 1;
        same.mark = mark ?? same.mark;
        return;
      }
      if (rows.size >= capacity) dropOldest();
      const row = { error, count: 1, mark };
      rows.add(row);
      known.set(error, row);
    },
    take() {
      const taken = { rows: [...rows], withoutRow };
      rows.clear();
      known.clear();
      withoutRow = 0;
      return taken;
    },
  };
}
