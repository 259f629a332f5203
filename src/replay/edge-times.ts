import type { Kafka } from 'kafkajs';
import { type OffsetRange, readRanges } from '../kafka/read-ranges.ts';
import { logKey } from '../log-key.ts';
import { type PlanRow, recordsToRead } from './plan.ts';

/** Kafka timestamps of the first and the last record that will be read again, ms since the epoch. */
export type EdgeTimes = { readonly oldest: number | undefined; readonly newest: number | undefined };

/** The times are a help, not a need: after so long the plan is shown without them. */
const timeoutMs = 15_000;

/** Reads the two records of each row of the plan, keyed by `logKey`; what can't be read is left out. */
export async function readEdgeTimes(
  kafka: Kafka,
  brokers: readonly string[],
  plan: readonly PlanRow[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, EdgeTimes>> {
  const edges = plan.filter((row) => row.problem === undefined && recordsToRead(row) > 0n).flatMap(edgesOf);
  const found = new Map<string, number>();
  const late = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  await readRanges(
    kafka,
    brokers,
    edges,
    async ({ log, from, records }) => {
      if (records.length > 0) found.set(`${logKey(log)}@${from}`, records.time(0));
    },
    late,
  ).catch(() => {});
  return new Map(
    plan.map((row) => {
      const [first, last] = edgesOf(row);
      return [logKey(row.log), { oldest: timeAt(first), newest: timeAt(last) }];
    }),
  );

  function timeAt({ log, from }: OffsetRange): number | undefined {
    return found.get(`${logKey(log)}@${from}`);
  }
}

function edgesOf({ log, target, low, high, current }: PlanRow): readonly [OffsetRange, OffsetRange] {
  const first = target > low ? target : low;
  const last = (current ?? high) - 1n;
  return [
    { log, from: first, to: first + 1n },
    { log, from: last, to: last + 1n },
  ];
}
