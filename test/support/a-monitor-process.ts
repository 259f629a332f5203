import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { noConfig } from './a-command.ts';

const cli = fileURLToPath(new URL('../../bin/esm-monitor.js', import.meta.url));

/** A run of the real command line in a process of its own, ended after the test if it still runs. */
export type MonitorProcess = {
  readonly process: ChildProcess;
  /** What it printed so far. */
  stdout(): string;
  stderr(): string;
  /** Sends the signal, waits for the end and answers the exit code (null when a signal ended it). */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  /** Waits for the end and answers the exit code. */
  ended(): Promise<number | null>;
};

export type MonitorEnv = { readonly [name: string]: string | undefined };

/**
 * Started as a user does, with the flags for Node that stand in its first line.
 *
 * @param env - Added to the environment; the servers' addresses of the outside are not passed on.
 */
export function runMonitorProcess(args: readonly string[], env: MonitorEnv): MonitorProcess {
  const path = `${dirname(process.execPath)}:${process.env.PATH}`;
  const child = spawn(cli, [...args], {
    env: { PATH: path, HOME: process.env.HOME, TZ: 'UTC', ...noConfig, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const closed = once(child, 'close');
  const ended = async () => {
    await closed;
    return child.exitCode;
  };
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await closed;
  });
  return {
    process: child,
    stdout: () => out,
    stderr: () => err,
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return await ended();
    },
    ended,
  };
}
