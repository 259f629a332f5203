import type { Health } from '../../health.ts';
import { logKey } from '../../log-key.ts';
import type { LogId } from '../../types.ts';
import { totalLag } from './liveness.ts';

/** Lag of the last seconds, oldest first, in records. */
export type LagTrends = {
  /** To be called once a second. */
  sample(health: Health): void;
  /** Of all partitions of this member. */
  total(): readonly number[];
  of(log: LogId): readonly number[];
};

const seconds = 20;
const mostPartitions = 1_000;

/** Trends without a sample yet. */
export function createLagTrends(): LagTrends {
  let total: readonly number[] = [];
  let byLog = new Map<string, readonly number[]>();
  return {
    sample(health) {
      total = [...total, totalLag(health) ?? 0].slice(-seconds);
      byLog = new Map(
        health.partitions.slice(0, mostPartitions).map((partition) => {
          const lag = Number(partition.end - partition.position);
          return [
            logKey(partition),
            [...(byLog.get(logKey(partition)) ?? []), Math.max(0, lag)].slice(-seconds),
          ];
        }),
      );
    },
    total: () => total,
    of: (log) => byLog.get(logKey(log)) ?? [],
  };
}
