import chalk from 'chalk';
import { retentionStart } from '../config/retention-config.ts';
import type { StoreConfig } from '../config/store-config.ts';
import { MonitorError } from '../errors.ts';
import { createRowPrinter, type RowForm } from '../output/print-rows.ts';
import { createProgress } from '../output/progress.ts';
import { createStdoutSink } from '../output/sink.ts';
import { openConfiguredDatabase } from '../postgres/open-store.ts';
import { prune, queryOldDays, type StoredDay } from '../postgres/retention.ts';
import { count } from '../text/numbers.ts';
import { confirmed } from './confirm.ts';
import type { Context } from './context.ts';

export type PruneRun = {
  readonly keptDays: number;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly store: StoreConfig;
};

const dayRows: RowForm<StoredDay> = {
  columns: [
    { name: 'day', text: ({ day }) => day },
    { name: 'errors', right: true, text: ({ errors }) => count(errors) },
    { name: 'MiB', right: true, text: ({ bytes }) => mebibytes(bytes) },
  ],
  record: (day) => day,
};

/** Shows the days that are too old, asks, and drops them. */
export async function runPrune({ keptDays, dryRun, yes, store }: PruneRun, context: Context): Promise<void> {
  const { stdout, stderr, signal } = context;
  const database = await openConfiguredDatabase({ ...store, poolSize: 2 }, 'esm-monitor prune', signal);
  try {
    const before = retentionStart(keptDays, Date.now());
    const days = await queryOldDays(database, before);
    if (days.length === 0) {
      stderr.write(`No day of errors is older than ${keptDays} days.\n`);
      return;
    }
    const look = { width: stdout.isTTY ? stdout.columns : undefined, chalk, time: String };
    await createRowPrinter(dayRows, 'table', look, createStdoutSink(stdout)).print(days);
    if (dryRun) {
      stderr.write(`${summary(days)} would go. A dry run: nothing was dropped.\n`);
      return;
    }
    if (!yes && !(await confirmed(`Drop ${summary(days)}?`, context))) {
      stderr.write('Nothing was dropped.\n');
      return;
    }
    const progress = createProgress(stderr, 'days', days.length);
    const dropped = await prune(database, before, () => progress.advance(1)).finally(() => progress.end());
    if (dropped === undefined) throw busy('A member drops old days just now.');
    stderr.write(dropped.length === 0 ? 'Nothing was dropped.\n' : `Dropped ${summary(dropped)}.\n`);
    const left = await queryOldDays(database, before); // not those that a member has dropped meanwhile
    if (left.length > 0) throw busy('Somebody reads the other days for long.');
  } finally {
    await database.close();
  }
}

function summary(days: readonly StoredDay[]): string {
  const errors = days.reduce((sum, day) => sum + day.errors, 0);
  const bytes = days.reduce((sum, day) => sum + day.bytes, 0);
  const length = days.length === 1 ? '1 day' : `${days.length} days`;
  return `${length} with ${count(errors)} errors (${mebibytes(bytes)} MiB)`;
}

function mebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}

function busy(reason: string): MonitorError {
  return new MonitorError('REFUSED', reason, 'Run it again in a while.');
}
