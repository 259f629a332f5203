import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cli, environment } from '../live/a-monitor.ts';
import { usageOf } from '../usage.ts';

/** What a run of `esm-monitor` showed: when its first output came, in ms from its start, and its peak memory. */
export type Answer = { readonly firstMs: number; readonly peakMiB: number };

const pollMs = 20;

/** Runs a command line to its end, against the database at `url`. */
export async function askProcess(url: string, args: readonly string[]): Promise<Answer> {
  const start = performance.now();
  const child = spawn(cli, args, {
    env: environment({ brokers: '', databaseUrl: url, redisUrl: '' }),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let firstMs = Number.NaN;
  child.stdout.once('data', () => {
    firstMs = performance.now() - start;
  });
  child.stdout.resume();
  let peakMiB = 0;
  const polling = setInterval(() => {
    const { peakMiB: now } = usageOf(child.pid ?? 0);
    if (now > peakMiB) peakMiB = now;
  }, pollMs);
  const [code] = await once(child, 'close');
  clearInterval(polling);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with code ${code}`);
  return { firstMs, peakMiB };
}
