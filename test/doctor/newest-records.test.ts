import { expect, test } from 'vitest';
import { newestRecords } from '../../src/doctor/newest-records.ts';

/** Logs that begin at offset 1,000. */
function logsOf(lengths: readonly number[]) {
  return lengths.map((length, partition) => ({
    log: { topic: 'logs', partition },
    low: 1_000n,
    high: 1_000n + BigInt(length),
  }));
}

test.each([
  { lengths: [500, 500, 500, 500], of: [25, 25, 25, 25] },
  { lengths: [0, 3, 10_000, 0, 40], of: [3, 57, 40] },
  { lengths: [5, 7], of: [5, 7] },
  { lengths: [], of: [] },
  { lengths: Array(250).fill(9), of: Array(100).fill(1) },
])('takes the newest hundred of $lengths', ({ lengths, of }) => {
  const ranges = newestRecords(logsOf(lengths), 100).toSorted((a, b) => a.log.partition - b.log.partition);

  expect(ranges.map(({ from, to }) => Number(to - from))).toEqual(of);
  expect(ranges.every(({ log, to }) => to === 1_000n + BigInt(lengths[log.partition] ?? 0))).toBe(true);
});
