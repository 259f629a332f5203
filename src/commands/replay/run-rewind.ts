import chalk from 'chalk';
import { MonitorError } from '../../errors.ts';
import { connectGroupOffsets, type GroupMember } from '../../kafka/group-offsets.ts';
import { logKey } from '../../log-key.ts';
import { createRowPrinter } from '../../output/print-rows.ts';
import { createStdoutSink } from '../../output/sink.ts';
import { movePositions } from '../../postgres/positions.ts';
import { readEdgeTimes } from '../../replay/edge-times.ts';
import { moves, type PlanRow, recordsToSkip } from '../../replay/plan.ts';
import { planRows } from '../../replay/plan-rows.ts';
import { count } from '../../text/numbers.ts';
import { createClosing } from '../closing.ts';
import { confirmed } from '../confirm.ts';
import type { Context } from '../context.ts';
import { type OpenReplay, openReplay, type ReplayRun } from './open-replay.ts';
import { refuseProblems } from './problems.ts';

/** Shows the plan, asks, and moves the group's positions in Postgres and Kafka together, or none of them. */
export async function runRewind(run: ReplayRun, context: Context): Promise<void> {
  const closing = createClosing();
  try {
    const replay = await openReplay(run, closing, context);
    const offsets = await connectGroupOffsets(replay.kafka);
    closing.defer(() => offsets.close());
    const { group } = run.kafka;

    await showPlan(replay, run, context);
    refuseProblems(replay.plan);
    const moving = replay.plan.filter(moves);
    if (moving.length === 0) {
      context.stderr.write('Nothing to move: the group stands there already.\n');
      return;
    }
    tellSkipped(moving, context);
    if (run.dryRun) {
      context.stderr.write('A dry run: nothing was moved.\n');
      return;
    }
    refuseMembers(group, await offsets.members(group));
    if (!run.yes && !(await confirmed(`Move ${positions(moving)} of ${group}?`, context))) {
      context.stderr.write('Nothing was moved.\n');
      return;
    }
    refuseMembers(group, await offsets.members(group));
    const next = moving.map(({ log, target }) => ({ log, next: target }));
    await movePositions(replay.database, { clusterId: replay.clusterId, group }, moving.map(asStored), () =>
      offsets.move(group, next),
    );
    context.stderr.write(
      `Moved ${positions(moving)} of ${group}. The next esm-monitor watch --group ${group} reads from there.\n`,
    );
  } finally {
    await closing.close();
  }
}

/** A position that only Kafka has is none to Postgres. */
function asStored({ log, current, stored, target }: PlanRow) {
  return { log, current: stored ? current : undefined, target };
}

async function showPlan({ kafka, plan }: OpenReplay, run: ReplayRun, context: Context): Promise<void> {
  const { stdout, signal } = context;
  const times = await readEdgeTimes(kafka, run.kafka.brokers, plan, signal);
  const look = { width: stdout.isTTY ? stdout.columns : undefined, chalk, time: run.zone.local };
  const printer = createRowPrinter(planRows, 'table', look, createStdoutSink(stdout));
  const unknown = { oldest: undefined, newest: undefined };
  await printer.print(plan.map((row) => ({ ...row, ...(times.get(logKey(row.log)) ?? unknown) })));
}

/** A move forward is asked for to get past something; that it loses what lies between is easily forgotten. */
function tellSkipped(moving: readonly PlanRow[], { stderr }: Context): void {
  const skipped = moving.reduce((sum, row) => sum + recordsToSkip(row), 0n);
  if (skipped > 0n)
    stderr.write(`${count(skipped)} records lie between: the group has not read them, and never will.\n`);
}

function refuseMembers(group: string, members: readonly GroupMember[]): void {
  if (members.length === 0) return;
  const named = members.slice(0, 10).map(({ clientId, host }) => `${clientId} on ${host}`);
  const more = members.length > 10 ? ` and ${members.length - 10} more` : '';
  throw new MonitorError(
    'REFUSED',
    `The group ${group} has ${members.length} running: ${named.join(', ')}${more}.`,
    'Stop them and replay again, or fill gaps beside them with --repair. Nothing was moved.',
  );
}

function positions({ length }: readonly PlanRow[]): string {
  return length === 1 ? '1 position' : `${length} positions`;
}
