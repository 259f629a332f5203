import type { LogRange } from '../kafka/cluster.ts';
import type { OffsetRange } from '../kafka/read-ranges.ts';

/**
 * The ends of logs, `wanted` offsets in all where there are so many: equal shares, and what a short log lacks goes to the
 * longer ones. Of more logs than that, each of the longest gives one.
 */
export function newestRecords(logs: readonly LogRange[], wanted: number): readonly OffsetRange[] {
  let left = BigInt(wanted);
  return logs
    .toSorted((a, b) => Number(lengthOf(a) - lengthOf(b)))
    .map((log, index) => {
      const share = left / BigInt(logs.length - index);
      const length = lengthOf(log) < share ? lengthOf(log) : share;
      left -= length;
      return { log: log.log, from: log.high - length, to: log.high };
    })
    .filter(({ from, to }) => from < to);
}

function lengthOf({ low, high }: LogRange): bigint {
  return high - low;
}
