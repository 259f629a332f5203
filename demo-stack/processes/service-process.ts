import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MonitorError } from '../../src/errors.ts';

const startWithinMs = 30_000;
const killAfterMs = 10_000;
const nodeFlags = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];

export type ServiceSpec = {
  readonly name: string;
  readonly program: URL;
  readonly env: { readonly [name: string]: string };
  /** Port of 127.0.0.1, the same at each start. */
  readonly port: number;
  /** Takes what it prints. */
  readonly logFile: string;
  /** Lets the process end with this one, however this one ends. */
  readonly adopt: (pid: number) => Promise<void>;
};

/** One service in a process of its own. It hears when this process ends, and ends as well. */
export type ServiceProcess = {
  /** Where it listens, without a path. */
  url(): string;
  pid(): number;
  /** Starts it and waits until it listens. @throws MonitorError when it ends instead. */
  start(program?: URL): Promise<void>;
  /** Asks it to end and waits; ends it by force after 10 s. */
  stop(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
};

export function createServiceProcess(spec: ServiceSpec): ServiceProcess {
  const { name, logFile, port } = spec;
  let child: ChildProcess | undefined;
  let ended: Promise<unknown> = Promise.resolve();

  return {
    url: () => `http://127.0.0.1:${port}`,
    pid: () => child?.pid ?? 0,
    signal: (signal) => void child?.kill(signal),
    async start(program = spec.program) {
      const log = await open(logFile, 'a');
      const started = spawn(process.execPath, [...nodeFlags, fileURLToPath(program)], {
        stdio: ['ignore', log.fd, log.fd, 'ipc'],
        detached: true, // a Ctrl-C in the terminal is not meant for it
        env: { PATH: process.env.PATH, ...spec.env, PORT: String(port) },
      });
      child = started;
      ended = new Promise((resolve) => started.once('exit', resolve).once('error', resolve));
      await log.close();
      if (started.pid !== undefined) await spec.adopt(started.pid);
      await listening(started, name, logFile);
    },
    async stop() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      child.kill('SIGCONT'); // a stopped process hears nothing else
      const force = setTimeout(() => child?.kill('SIGKILL'), killAfterMs);
      await ended;
      clearTimeout(force);
    },
  };
}

function listening(child: ChildProcess, name: string, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => {
      clearTimeout(timer);
      reject(new MonitorError('CONFIG', `The service ${name} does not start.`, `Its log is ${logFile}.`));
    };
    const timer = setTimeout(fail, startWithinMs);
    child.once('exit', fail).once('error', fail);
    child.on('message', (message: { readonly listening?: string }) => {
      if (message.listening === undefined) return;
      clearTimeout(timer);
      child.off('exit', fail);
      resolve();
    });
  });
}
