import type { MonitorProcess } from '../../support/a-monitor-process.ts';
import { preload } from '../../support/preload.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Environment of a monitor that can be asked what it remembers: the peak of its memory is mostly garbage. */
export const measuringLiveHeap = preload(`
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    process.stderr.write('alive ' + Math.round((heapUsed + external) / 2 ** 20) + ' MiB\\n');
  });`);

/** What is left in memory once the garbage is collected. */
export async function liveHeapMiB(member: MonitorProcess): Promise<number> {
  const figures = () => Array.from(member.stderr().matchAll(/^alive (\d+) MiB$/gm), ([, mib]) => Number(mib));
  const before = figures().length;
  member.process.kill('SIGUSR2');
  await waitFor('the figure', () => figures().length > before);
  return figures().at(-1) ?? Number.NaN;
}
