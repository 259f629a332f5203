import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { cli, environment } from './live/a-monitor.ts';
import { usageOf } from './usage.ts';

/** What a run took: `seconds` from joining the group to the last record stored, CPU time and peak memory of all processes together. */
export type Run = {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  /** The longest time in which nothing was stored. */
  readonly pauseSeconds: number;
  /** Records stored a second from the time on when all members had joined. */
  readonly joinedRate: number;
};

export type Addresses = { readonly brokers: string; readonly databaseUrl: string; readonly redisUrl: string };

const pollMs = 20;
/** So long after the first one the other members join: in the middle of the work. */
const joinAfterMs = 1_000;

/**
 * Runs the real `watch --headless --quiet --from earliest` over a topic until all its records are stored.
 *
 * BENCH_NODE_OPTIONS goes to the measured processes only, for example `--cpu-prof`. The clock starts when the first one
 * says that it is connected to Kafka, before its first fetch, and stops when the positions reach the end, by asking
 * Postgres every 20 ms.
 * @param members - Processes of one group; all but one join while the first one reads.
 */
export async function measureMonitor(
  servers: Addresses,
  topic: string,
  records: number,
  members = 1,
): Promise<Run> {
  const client = new Client({ connectionString: servers.databaseUrl });
  await client.connect();
  // Of each database, since Kafka keeps how far a group is: in an empty one it would begin there.
  const group = `bench-${topic}-${members}-${client.database}`;
  const start = () => startMember(servers, topic, group);
  const processes = [start()];
  try {
    let changedAt = 0;
    let before = 0;
    let pauseMs = 0;
    let allJoined: { readonly at: number; readonly stored: number } | undefined;
    for (;;) {
      const stored = await storedRecords(client, topic, group);
      const now = performance.now();
      if (stored > before) {
        if (changedAt > 0) pauseMs = Math.max(pauseMs, now - changedAt);
        changedAt = now;
        before = stored;
      }
      const joinedAt = processes[0]?.joinedAt() ?? Number.POSITIVE_INFINITY;
      if (processes.length < members && now - joinedAt > joinAfterMs) {
        processes.push(...Array.from({ length: members - 1 }, start));
      }
      if (processes.length === members && processes.every((each) => each.joinedAt() !== undefined)) {
        allJoined ??= { at: now, stored };
      }
      if (stored >= records && allJoined !== undefined) {
        return {
          seconds: (now - joinedAt) / 1_000,
          pauseSeconds: pauseMs / 1_000,
          joinedRate: ((stored - allJoined.stored) / (now - allJoined.at)) * 1_000,
          ...sum(processes),
        };
      }
      const ended = processes.find(({ child }) => child.exitCode !== null);
      if (ended !== undefined) throw new Error(`a monitor ended with code ${ended.child.exitCode}`);
      await sleep(pollMs);
    }
  } finally {
    for (const { child } of processes) child.kill('SIGTERM');
    await Promise.all(processes.map(({ exited }) => exited));
    await client.end();
  }
}

type Member = ReturnType<typeof startMember>;

function startMember(servers: Addresses, topic: string, group: string) {
  const flags = ['--from', 'earliest', '--topics', topic, '--group', group];
  const child = spawn(cli, ['watch', '--headless', '--quiet', ...flags], {
    env: environment(servers),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let joinedAt: number | undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    if (text.includes('Kafka is connected')) joinedAt ??= performance.now();
  });
  return { child, exited: once(child, 'exit'), joinedAt: () => joinedAt };
}

function sum(processes: readonly Member[]): Pick<Run, 'cpuSeconds' | 'peakMiB'> {
  const usages = processes.map(({ child }) => usageOf(child.pid ?? 0));
  return {
    cpuSeconds: usages.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0),
    peakMiB: usages.reduce((total, { peakMiB }) => total + peakMiB, 0),
  };
}

async function storedRecords(client: Client, topic: string, group: string): Promise<number> {
  const { rows } = await client
    .query<{ stored: string }>(
      `SELECT coalesce(sum(next), 0) AS stored FROM esm.position JOIN esm.log USING (log_id)
        WHERE topic = $1 AND consumer_group = $2`,
      [topic, group],
    )
    .catch(() => ({ rows: [] })); // the monitor has not made its tables yet
  return Number(rows[0]?.stored ?? 0);
}
