import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { WriteStream } from 'node:tty';
import { write } from './json-lines.ts';
import type { Sink } from './sink.ts';

/**
 * The terminal, through a pager from the moment on that the text is longer than the screen.
 *
 * @param command - The pager with its arguments; empty or `cat` for none.
 * @param env - Environment of the pager.
 */
export function createPagerSink(
  stdout: WriteStream,
  command: string,
  env: { readonly [name: string]: string | undefined },
): Sink {
  let held: string | undefined = '';
  let pager: ChildProcess | undefined;
  let ended = false;

  async function begin(text: string): Promise<void> {
    held = undefined;
    if (command !== '' && command !== 'cat') pager = await startPager(command, env);
    pager?.once('exit', () => {
      ended = true;
    });
    await pass(text);
  }

  async function pass(text: string): Promise<void> {
    if (pager?.stdin) await write(pager.stdin, text);
    else await write(stdout, text);
  }

  return {
    write: async (text) => {
      if (held === undefined) return await pass(text);
      held += text;
      if (linesOf(held) > stdout.rows - 1) await begin(held);
    },
    ended: () => ended,
    close: async () => {
      if (held !== undefined) await write(stdout, held);
      if (pager === undefined || ended) return;
      const exit = once(pager, 'exit');
      pager.stdin?.end();
      await exit;
    },
  };
}

/**
 * Answers undefined when there is no such program, or no file left to start it with (EMFILE: it has no stdin then).
 * `less` keeps colours, and ends with Ctrl-C and at the end of a short text.
 */
async function startPager(
  command: string,
  env: { readonly [name: string]: string | undefined },
): Promise<ChildProcess | undefined> {
  const [program = '', ...args] = command.split(/\s+/);
  try {
    const child: ChildProcess = spawn(program, args, {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { LESS: 'FRXK', ...env },
    });
    child.stdin?.on('error', () => {}); // the reader left: seen by its exit
    await once(child, 'spawn');
    return child;
  } catch {
    return undefined;
  }
}

function linesOf(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
