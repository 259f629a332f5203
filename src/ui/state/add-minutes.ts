import type { Series } from './series.ts';

/**
 * Fills an empty series with counts by minute, each spread evenly over its seconds; the minute of `now` over those that
 * have passed. A minute may come several times, one that lies in the future counts for this second.
 *
 * @param now - ms since the epoch, as `minute` is.
 */
export function addMinutes(
  series: Series,
  counts: readonly { readonly minute: number; readonly count: number }[],
  now: number,
): void {
  const sums = new Map<number, number>();
  for (const { minute, count } of counts) sums.set(minute, (sums.get(minute) ?? 0) + count);
  const current = Math.floor(now / 1_000);
  for (const [minute, count] of [...sums].toSorted(([a], [b]) => a - b)) {
    const first = Math.min(minute / 1_000, current);
    const seconds = Math.min(60, current - first + 1);
    // Whole numbers whose sum is the count, whatever it is divided by.
    const until = (second: number): number => Math.floor((second * count) / seconds);
    for (let second = 0; second < seconds; second += 1) {
      series.add(first + second, until(second + 1) - until(second));
    }
  }
}
