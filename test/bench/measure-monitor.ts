import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { usageOf } from './usage.ts';

/** What a run took: `seconds` from the first batch to the last, CPU time and peak memory of the whole process. */
export type Run = { readonly seconds: number; readonly cpuSeconds: number; readonly peakMiB: number };

export type Addresses = { readonly brokers: string; readonly databaseUrl: string; readonly redisUrl: string };

const cli = fileURLToPath(new URL('../../bin/esm-monitor.js', import.meta.url));
const pollMs = 20;

/**
 * Runs the real `watch --headless --quiet --from earliest` over a topic until all its records are stored.
 *
 * BENCH_NODE_OPTIONS goes to the measured process only, for example `--cpu-prof`. The clock starts when the first stored batch is seen and stops when the positions reach the end, both by asking Postgres
 * every 20 ms.
 */
export async function measureMonitor(servers: Addresses, topic: string, records: number): Promise<Run> {
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS ?? '',
    KAFKA_BROKERS: servers.brokers,
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
  };
  const client = new Client({ connectionString: servers.databaseUrl });
  await client.connect();
  const from = ['--from', 'earliest', '--topics', topic, '--group', `bench-${topic}`];
  const monitor = spawn(cli, ['watch', '--headless', '--quiet', ...from], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(monitor, 'exit');
  try {
    let firstAt = 0;
    for (;;) {
      const stored = await storedRecords(client, topic);
      if (stored > 0) firstAt ||= performance.now();
      if (stored >= records) {
        const seconds = (performance.now() - firstAt) / 1_000;
        return { seconds, ...usageOf(monitor.pid ?? 0) };
      }
      if (monitor.exitCode !== null) throw new Error(`the monitor ended with code ${monitor.exitCode}`);
      await sleep(pollMs);
    }
  } finally {
    monitor.kill('SIGTERM');
    await exited;
    await client.end();
  }
}

async function storedRecords(client: Client, topic: string): Promise<number> {
  const { rows } = await client
    .query<{ stored: string }>(
      'SELECT coalesce(sum(next), 0) AS stored FROM esm.position JOIN esm.log USING (log_id) WHERE topic = $1',
      [topic],
    )
    .catch(() => ({ rows: [] })); // the monitor has not made its tables yet
  return Number(rows[0]?.stored ?? 0);
}
