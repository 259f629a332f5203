import chalk from 'chalk';
import { MonitorError } from '../../errors.ts';
import type { OffsetRange } from '../../kafka/read-ranges.ts';
import { createRowPrinter, type RowForm } from '../../output/print-rows.ts';
import { createProgress } from '../../output/progress.ts';
import { createStdoutSink } from '../../output/sink.ts';
import { openRepair } from '../../postgres/repair-store.ts';
import { count } from '../../text/numbers.ts';
import { createClosing } from '../closing.ts';
import type { Context } from '../context.ts';
import { openReplay, type ReplayRun } from './open-replay.ts';
import { refuseProblems } from './problems.ts';
import { rangesOf, readThroughPipeline } from './read-range.ts';

/** Stores the errors of a range that are missing; the group's own positions stay, and its members may run. */
export async function runRepair(run: ReplayRun, context: Context): Promise<void> {
  const closing = createClosing();
  try {
    const replay = await openReplay(run, closing, context);
    refuseProblems(replay.plan);
    // What the group has not read yet is its own to read.
    const ranges = (
      await rangesOf(replay, run, ({ stored, current, target }) => (stored ? (current ?? target) : target))
    ).filter(({ from, to }) => from < to);
    const total = ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0);
    if (run.dryRun) {
      await showRanges(ranges, context);
      context.stderr.write(`A dry run: ${total} records would be read, and nothing was.\n`);
      return;
    }
    const repair = await openRepair(replay.database, replay.clusterId, ranges);
    closing.defer(() => repair.close());
    const progress = createProgress(context.stderr, 'records', total);
    closing.defer(() => progress.end());
    let inserted = 0;
    await readThroughPipeline(
      replay,
      run,
      ranges,
      async (result) => {
        inserted += await repair.save(result);
        progress.advance(result.records);
      },
      context.signal,
    );
    progress.end();
    const said = `${inserted} missing errors filled in, of ${total} records from Kafka.`;
    if (context.signal.aborted)
      throw new MonitorError('REFUSED', `Ended early: ${said}`, 'Run it again for the rest.');
    context.stderr.write(`${said}\n`);
  } finally {
    await closing.close();
  }
}

async function showRanges(ranges: readonly OffsetRange[], { stdout }: Context): Promise<void> {
  const look = { width: stdout.isTTY ? stdout.columns : undefined, chalk, time: String };
  await createRowPrinter(rangeRows, 'table', look, createStdoutSink(stdout)).print(ranges);
}

const rangeRows: RowForm<OffsetRange> = {
  columns: [
    { name: 'topic', most: 40, text: ({ log }) => log.topic },
    { name: 'partition', right: true, text: ({ log }) => String(log.partition) },
    { name: 'from', right: true, text: ({ from }) => String(from) },
    { name: 'to', right: true, text: ({ to }) => String(to) },
    { name: 'to read', right: true, text: ({ from, to }) => count(to - from) },
  ],
  record: ({ log, from, to }) => ({ ...log, from: String(from), to: String(to) }),
};
