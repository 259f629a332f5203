import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { basename } from 'node:path';
import { messageOf } from '../errors.ts';
import { cleanLine } from '../pipeline/clean-text.ts';
import type { AlertTarget, Delivery } from './delivery.ts';

export type CommandOptions = {
  readonly program: string;
  readonly args: readonly string[];
  /** The command's environment. */
  readonly env: { readonly [name: string]: string | undefined };
  readonly timeoutMs?: number;
};

/** Of what the command says on stderr only the end is kept. */
const keptCharacters = 4_096;

/**
 * A program that gets each message as a line of JSON on stdin; exit code 0 means that it was told.
 *
 * It runs without a shell in a process group of its own, which is killed with all it started when it takes too long.
 */
export function createCommand({ program, args, env, timeoutMs = 30_000 }: CommandOptions): AlertTarget {
  return {
    name: basename(program),
    address: createHash('sha256')
      .update(JSON.stringify([program, ...args]))
      .digest('hex'),
    deliver: (json, signal) => run(json, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])),
  };

  async function run(json: string, signal: AbortSignal): Promise<Delivery> {
    let child: ChildProcess | undefined;
    let said = '';
    const kill = () => killGroup(child?.pid);
    signal.addEventListener('abort', kill, { once: true });
    try {
      // Where no more files can be opened (EMFILE) it has no stdin and no stderr, and its error comes by the event.
      child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], env, detached: true });
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-keptCharacters);
      });
      child.stdin?.on('error', () => {}); // it need not read
      child.stdin?.end(`${json}\n`);
      if (signal.aborted) kill();
      const [code, by] = await once(child, 'exit');
      if (code === 0) return { outcome: 'done' };
      if (signal.aborted)
        return { outcome: 'failed', reason: `it did not end within ${timeoutMs / 1_000} s` };
      const end = code === null ? `it was ended by ${by}` : `it ended with code ${code}`;
      const last = cleanLine(said.trim().split('\n').at(-1) ?? '').slice(0, 200);
      return { outcome: 'failed', reason: last === '' ? end : `${end}: ${last}` };
    } catch (error) {
      return { outcome: 'failed', reason: messageOf(error) };
    } finally {
      signal.removeEventListener('abort', kill);
      child?.stderr?.destroy(); // what it left running may hold it open
    }
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
