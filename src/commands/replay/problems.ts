import { MonitorError } from '../../errors.ts';
import { logKey } from '../../log-key.ts';
import type { PlanRow } from '../../replay/plan.ts';

/** @throws MonitorError `REFUSED` that names every log that can't go where it was asked to. */
export function refuseProblems(plan: readonly PlanRow[]): void {
  const problems = plan.flatMap(({ log, problem }) =>
    problem === undefined ? [] : [`${logKey(log)} ${problem}`],
  );
  if (problems.length === 0) return;
  throw new MonitorError(
    'REFUSED',
    `${problems.join('.\n')}.`,
    'Nothing was moved. Name another target, leave those out with --partition, or read a topic that was made anew under another --group.',
  );
}
