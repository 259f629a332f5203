import type { LiveBatch, RowMark } from '../live-batch.ts';
import type { LogError } from '../types.ts';

/** Errors folded by incident and level, the newest `capacity` of them. */
export type FoldedRows = {
  add(error: LogError, mark: RowMark | null): void;
  /** The rows in the order of their first errors, and the errors of those that had to leave. */
  take(): Pick<LiveBatch, 'rows' | 'withoutRow'>;
};

type Row = { readonly error: LogError; count: number; mark: RowMark | null };

export function createFoldedRows(capacity: number): FoldedRows {
  const rows = new Map<string, Row>();
  let withoutRow = 0;

  function dropOldest(): void {
    const [oldest] = rows;
    if (oldest === undefined) return;
    const [key, { count }] = oldest;
    rows.delete(key);
    withoutRow += count;
  }

  return {
    add(error, mark) {
      const key = error.severity + error.incident;
      const row = rows.get(key);
      if (row) {
        row.count += 1;
        row.mark = mark ?? row.mark;
        return;
      }
      if (rows.size >= capacity) dropOldest();
      rows.set(key, { error, count: 1, mark });
    },
    take() {
      const taken = { rows: [...rows.values()], withoutRow };
      rows.clear();
      withoutRow = 0;
      return taken;
    },
  };
}
