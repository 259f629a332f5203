/** Counts per second over a fixed stretch of the latest seconds. Seconds are whole seconds since the epoch. */
export type Series = {
  add(second: number, count: number): void;
  /** Sum of `seconds` seconds that end with `second`, included. */
  sum(second: number, seconds: number): number;
  /** The `groups * secondsEach` seconds that end with `second` (included), summed in groups, oldest first. */
  groups(second: number, groups: number, secondsEach: number): readonly number[];
};

/**
 * A series of `size` seconds in one fixed array.
 *
 * A clock that is set back a little adds to the newest second; one that is set back by more than `size` seconds starts
 * the series anew. So no count is ever negative or in the future.
 */
export function createSeries(size: number): Series {
  const slots = new Uint32Array(size);
  let head = 0;

  const moveTo = (second: number): void => {
    if (second <= head - size || second >= head + size) {
      slots.fill(0);
      head = second;
    }
    while (head < second) {
      head += 1;
      slots[head % size] = 0;
    }
  };
  const at = (second: number): number =>
    second > head || second <= head - size ? 0 : (slots[second % size] ?? 0);
  const sum = (second: number, seconds: number): number => {
    let total = 0;
    for (let each = second - seconds + 1; each <= second; each += 1) total += at(each);
    return total;
  };

  return {
    add(second, count) {
      moveTo(second);
      slots[head % size] = (slots[head % size] ?? 0) + count;
    },
    sum,
    groups: (second, groups, secondsEach) =>
      Array.from({ length: groups }, (_, index) =>
        sum(second - (groups - 1 - index) * secondsEach, secondsEach),
      ),
  };
}
