import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { run } from '../../src/cli.ts';
import { MonitorError } from '../../src/errors.ts';

/** What a command line did, run in this process. */
export type CommandRun = {
  readonly code: number;
  readonly stdout: string;
  /** Diagnostics, and the message of the error that ended it. */
  readonly stderr: string;
};

export type CommandOptions = {
  readonly env?: { readonly [name: string]: string | undefined };
  /** Size of the terminal that stdout is; a pipe without it. */
  readonly terminal?: { readonly columns: number; readonly rows: number };
  readonly signal?: AbortSignal;
};

/** Where there is no configuration file: a run of the tests does not read its user's own. */
export const noConfig = { ESM_CONFIG_DIR: join(tmpdir(), 'esm-monitor-tests-have-none') } as const;

/** A command line that runs in this process. */
export type StartedCommand = {
  /** What it printed so far. */
  stdout(): string;
  stderr(): string;
  /** Settles at its end; rejects for a bug. */
  readonly ended: Promise<CommandRun>;
};

/** Runs a command line as `main` does, without the cost of a process. */
export async function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<CommandRun> {
  return await startCommand(args, options).ended;
}

/** `runCommand`, for a command whose output is looked at while it runs. */
export function startCommand(args: readonly string[], options: CommandOptions = {}): StartedCommand {
  const { env = {}, terminal, signal = new AbortController().signal } = options;
  const stdout = aStream(terminal);
  const stderr = aStream(undefined);
  const stdin = { isTTY: terminal !== undefined } as NodeJS.ReadStream;
  const context = {
    env: { ...noConfig, ...env },
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal,
    interrupt: () => {},
  };
  async function result(): Promise<CommandRun> {
    let code = 0;
    try {
      await run(args, context);
    } catch (error) {
      if (!(error instanceof MonitorError)) throw error;
      stderr.stream.write(`${error.message}\n${error.hint}\n`);
      code = error.exitCode;
    }
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  }
  return { stdout: stdout.text, stderr: stderr.text, ended: result() };
}

function aStream(terminal: { readonly columns: number; readonly rows: number } | undefined) {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  // A stream of Node's that lacks only what no command asks for.
  const tty = Object.assign(stream, {
    isTTY: terminal !== undefined,
    ...terminal,
  }) as unknown as NodeJS.WriteStream;
  return { stream: tty as NodeJS.WriteStream & { fd: 1 }, text: () => text };
}
