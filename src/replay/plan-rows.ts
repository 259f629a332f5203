import { iso } from '../output/json-lines.ts';
import type { RowForm } from '../output/print-rows.ts';
import { count } from '../text/numbers.ts';
import type { EdgeTimes } from './edge-times.ts';
import { type PlanRow, recordsToRead } from './plan.ts';

export type PlanLine = PlanRow & EdgeTimes;

/** A plan as a table, one partition a line. */
export const planRows: RowForm<PlanLine> = {
  columns: [
    { name: 'topic', most: 40, text: ({ log }) => log.topic },
    { name: 'partition', right: true, text: ({ log }) => String(log.partition) },
    {
      name: 'current',
      right: true,
      text: ({ current }) => (current === undefined ? 'none' : String(current)),
    },
    { name: 'target', right: true, text: ({ target }) => String(target) },
    {
      name: 'difference',
      right: true,
      spare: 1,
      text: ({ current, target }) => difference(target - (current ?? target)),
    },
    { name: 'to read again', right: true, text: (row) => count(recordsToRead(row)) },
    {
      name: 'oldest',
      spare: 2,
      text: ({ oldest }, { time }) => (oldest === undefined ? '–' : time(oldest).slice(0, -4)),
    },
    {
      name: 'newest',
      spare: 3,
      text: ({ newest }, { time }) => (newest === undefined ? '–' : time(newest).slice(0, -4)),
    },
    {
      name: '',
      text: ({ problem, note }) => problem ?? note ?? '',
      paint: (text, { problem }, chalk) => (problem === undefined ? chalk.dim(text) : chalk.red(text)),
    },
  ],
  record: (row) => ({
    topic: row.log.topic,
    partition: row.log.partition,
    current: row.current === undefined ? null : String(row.current),
    target: String(row.target),
    records: String(recordsToRead(row)),
    oldest: row.oldest === undefined ? null : iso(row.oldest),
    newest: row.newest === undefined ? null : iso(row.newest),
    note: row.note ?? null,
    problem: row.problem ?? null,
  }),
};

function difference(offsets: bigint): string {
  return offsets > 0n ? `+${offsets}` : String(offsets);
}
