import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of the tests that runs in a process of its own and speaks in lines of JSON. */
export type ChildProgram = {
  readonly process: ChildProcess;
  /** The next line it prints, parsed. Rejects when it ends without one. */
  next(): Promise<unknown>;
  /** Sends the signal and waits until the process has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
};

/**
 * @param url - The program, for example `new URL('./programs/x.ts', import.meta.url)`.
 * @param options.maxFiles - So many files it can have open at once; as many as this process where it is missing.
 */
export function runProgram(
  url: URL,
  args: readonly string[] = [],
  { maxFiles }: { readonly maxFiles?: number } = {},
): ChildProgram {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', fileURLToPath(url), ...args];
  const limited = ['sh', '-c', `ulimit -n ${maxFiles} && exec "$@"`, 'sh', ...node];
  const [program = '', ...rest] = maxFiles === undefined ? node : limited;
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    next: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error(`the program ended with code ${child.exitCode}`);
      return JSON.parse(line.value);
    },
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}
