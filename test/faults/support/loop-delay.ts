import type { MonitorProcess } from '../../support/a-monitor-process.ts';
import { preload } from '../../support/preload.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Environment of a monitor that can be asked how long its event loop kept callers waiting. */
export const measuringLoopDelay = preload(`
  import { monitorEventLoopDelay } from 'node:perf_hooks';
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  process.on('SIGUSR2', () => {
    process.stderr.write('loop delay p99 ' + Math.round(delay.percentile(99) / 1e6) + ' ms\\n');
    delay.reset();
  });`);

/** The delay that 99 of 100 looks at the loop stayed below since it was asked last, or since the start; ms. */
export async function loopDelayP99Ms(member: MonitorProcess): Promise<number> {
  const figures = () =>
    Array.from(member.stderr().matchAll(/loop delay p99 (\d+) ms/g), ([, ms]) => Number(ms));
  const before = figures().length;
  member.process.kill('SIGUSR2');
  await waitFor('the figure', () => figures().length > before);
  return figures().at(-1) ?? Number.NaN;
}
