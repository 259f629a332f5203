import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Addresses } from '../measure-monitor.ts';
import { cpuShare } from './measure.ts';

/** CPU of a bare consumer that waits for records, as a share of one core. */
export async function idleOfBareConsumer(servers: Addresses, topic: string, ms: number): Promise<number> {
  const program = fileURLToPath(new URL('../programs/bare-consumer.ts', import.meta.url));
  const never = String(Number.MAX_SAFE_INTEGER);
  const child = spawn(process.execPath, [program, servers.brokers, topic, never], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    await sleep(5_000);
    return await cpuShare(child.pid ?? 0, ms);
  } finally {
    child.kill('SIGKILL');
    await exited;
  }
}
