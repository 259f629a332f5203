import { spawn as spawnProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import type { Addresses } from '../measure-monitor.ts';

/** The program as users start it, and what it prints. */
export type Monitor = {
  readonly pid: number;
  type(keys: string): void;
  stop(): Promise<void>;
};

export const cli = fileURLToPath(new URL('../../../bin/esm-monitor.js', import.meta.url));

export function environment(servers: Addresses): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS ?? '',
    KAFKA_BROKERS: servers.brokers,
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
  };
}

/** `watch --headless` on pipes. */
export function startHeadless(
  servers: Addresses,
  flags: readonly string[],
  onText: (text: string) => void,
): Monitor {
  const child = spawnProcess(cli, ['watch', '--headless', ...flags], {
    env: environment(servers),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  child.stdout.setEncoding('utf8').on('data', onText);
  return {
    pid: child.pid ?? 0,
    type: () => {},
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** `watch` on a terminal of 200×50. */
export function startScreen(
  servers: Addresses,
  flags: readonly string[],
  onText: (text: string) => void,
): Monitor {
  const { CI: _, ...env } = environment(servers);
  const terminal = spawnTerminal(cli, ['watch', ...flags], {
    name: 'xterm-256color',
    cols: 200,
    rows: 50,
    env: { ...env, TERM: 'xterm-256color' } as { [name: string]: string },
  });
  const exited = new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  terminal.onData(onText);
  return {
    pid: terminal.pid,
    type: (keys) => terminal.write(keys),
    async stop() {
      terminal.kill('SIGTERM');
      await exited;
    },
  };
}
