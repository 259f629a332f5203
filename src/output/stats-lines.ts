import type { Writable } from 'node:stream';
import type { Health } from '../health.ts';
import type { Output } from '../ports.ts';
import { iso, toLine, write } from './json-lines.ts';

/** Counts what is stored, and prints a line of it whenever `print` is called. */
export type StatsLines = Output & { print(): Promise<void> };

/** @param steady - A clock that nobody sets, ms: times and rates are measured by it. */
export function createStatsLines(
  stream: Writable,
  health: () => Health,
  now: () => number,
  steady: () => number,
): StatsLines {
  const startedAt = steady();
  let records = 0;
  let errors = 0;
  let last = { at: startedAt, records: 0, errors: 0 };

  async function print(): Promise<void> {
    const at = steady();
    const { kafka, postgres, redis, partitions, deadLetters, rebalances } = health();
    const perSecond = (count: number) => Math.round((count / Math.max(at - last.at, 1)) * 1_000);
    const line = {
      v: 1,
      type: 'stats',
      time: iso(now()),
      uptimeSeconds: Math.round((at - startedAt) / 1_000),
      records,
      errors,
      recordsPerSecond: perSecond(records - last.records),
      errorsPerSecond: perSecond(errors - last.errors),
      deadLetters,
      lag: String(partitions.reduce((sum, { position, end }) => sum + (end - position), 0n)),
      partitions: partitions.length,
      rebalances,
      kafka: kafka.state,
      postgres: postgres.state,
      redis: redis.state,
    };
    last = { at, records, errors };
    await write(stream, `${toLine(line)}\n`);
  }

  return {
    push({ batch }) {
      records += batch.records;
      errors += batch.errors.length;
    },
    print,
  };
}
