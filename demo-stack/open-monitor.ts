import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Servers } from './infra/start-servers.ts';
import { topics } from './traffic/log-record.ts';

const program = fileURLToPath(new URL('../bin/esm-monitor.js', import.meta.url));

/** The monitor, in a process of its own. */
export type Monitor = {
  readonly pid: number;
  /** Its exit code; 1 where a signal ended it. */
  readonly ended: Promise<number>;
  /** What it prints; null where it has the terminal. */
  readonly output: Readable | null;
  running(): boolean;
  /** Asks it to end, as SIGTERM does. Once it ended this does nothing. */
  end(): void;
};

/**
 * Opens `esm-monitor watch` on the servers.
 *
 * @param stdout - `inherit` for the screen; `pipe` for JSON lines, then it does not hear the terminal's Ctrl-C.
 */
export function openMonitor(servers: Servers, stdout: 'inherit' | 'pipe'): Monitor {
  const isHeadless = stdout === 'pipe';
  // From the earliest record: the services are at work before the monitor is.
  const args = [program, 'watch', '--from', 'earliest', ...(isHeadless ? ['--headless'] : [])];
  const child = spawn(process.execPath, args, {
    stdio: [isHeadless ? 'ignore' : 'inherit', stdout, 'inherit'],
    detached: isHeadless,
    env: {
      ...process.env,
      KAFKA_BROKERS: servers.brokers,
      DATABASE_URL: servers.databaseUrl,
      REDIS_URL: servers.redisUrl,
      ESM_TOPICS: Object.values(topics).join(','),
    },
  });
  return {
    pid: child.pid ?? 0,
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    }),
    output: child.stdout,
    running: () => child.exitCode === null && child.signalCode === null,
    end: () => void child.kill('SIGTERM'),
  };
}

/** Reads the JSON lines of a headless monitor to their end and tells the service of each error. */
export async function watchHeadless(monitor: Monitor, onError: (service: string) => void): Promise<void> {
  if (monitor.output === null) return;
  for await (const line of createInterface({ input: monitor.output })) {
    const { type, service }: { readonly type?: unknown; readonly service?: unknown } = JSON.parse(line);
    if (type === 'error') onError(String(service));
  }
}
