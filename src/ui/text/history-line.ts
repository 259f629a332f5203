/**
 * Counts by bucket put into `columns` columns of equal length from the first of them to now, oldest first.
 *
 * @param history - Oldest first, empty buckets left out; `at` in ms since the epoch.
 */
export function historyColumns(
  history: readonly { readonly at: number; readonly count: number }[],
  now: number,
  columns: number,
): readonly number[] {
  const sums = Array<number>(columns).fill(0);
  const start = history[0]?.at ?? now;
  const length = Math.max(1, now - start);
  for (const { at, count } of history) {
    const column = Math.min(columns - 1, Math.max(0, Math.floor(((at - start) / length) * columns)));
    sums[column] = (sums[column] ?? 0) + count;
  }
  return sums;
}
