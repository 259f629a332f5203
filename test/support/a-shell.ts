import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { onTestFinished } from 'vitest';
import { waitFor } from './wait-for.ts';

/** A shell in a terminal of its own, with the picture that a person would see. */
export type Shell = {
  /** Types as a person does; `\r` is Enter, `\u001a` Ctrl-Z. */
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** The lines on the screen. */
  screen(): string;
  /** All that was written to the terminal, byte for byte. */
  written(): string;
  /** Waits until the screen shows a text. */
  shows(text: string): Promise<void>;
  /** Waits for the prompt, types a line, and waits for the next prompt. Answers what the command printed. */
  run(line: string): Promise<string>;
  /** How the terminal is set now; `alternate` is the screen of full-screen programs, `mouse` what of it is reported. */
  state(): { readonly alternate: boolean; readonly cursorVisible: boolean; readonly mouse: string };
};

const prompt = 'ready>';

/**
 * Starts `sh`, which restores no terminal settings after a program as bash does, so what a program leaves is seen.
 *
 * @param env - Added to the environment of the shell.
 */
export async function aShell(env: { readonly [name: string]: string }): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), 'esm-shell-'));
  const terminal = new headless.Terminal({ cols: 100, rows: 30, allowProposedApi: true });
  let cursorVisible = true;
  let written = '';
  const shell = spawn('sh', ['-i'], {
    name: 'xterm-256color',
    cols: 100,
    rows: 30,
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TZ: 'UTC', ENV: '', PS1: `${prompt} `, ...env },
  });
  let ended = false;
  shell.onData((data) => {
    written += data;
    for (const part of data.split('\u001b[?25').slice(1)) cursorVisible = part.startsWith('h');
    terminal.write(data);
  });
  shell.onExit(() => {
    ended = true;
  });
  onTestFinished(async () => {
    if (!ended) shell.kill('SIGHUP');
    await waitFor('the shell to end', () => ended);
    await rm(folder, { recursive: true });
  });

  const screen = (): string => {
    const { active } = terminal.buffer;
    const lines = Array.from({ length: terminal.rows }, (_, row) =>
      active.getLine(active.baseY + row)?.translateToString(true),
    );
    return lines.join('\n').trimEnd();
  };
  const shows = (text: string): Promise<void> =>
    waitFor(`"${text}" on the screen`, () => screen().includes(text));
  const atPrompt = (): Promise<void> => waitFor('the prompt', () => screen().endsWith(prompt));
  let runs = 0;
  return {
    type: (keys) => shell.write(keys),
    resize(columns, rows) {
      terminal.resize(columns, rows);
      shell.resize(columns, rows);
    },
    screen,
    written: () => written,
    shows,
    async run(line) {
      runs += 1;
      const file = join(folder, `out-${runs}`);
      await atPrompt();
      shell.write(`${line} > ${file}; echo end${runs}\r`);
      await shows(`\nend${runs}`);
      await atPrompt();
      return await readFile(file, 'utf8');
    },
    state: () => ({
      alternate: terminal.buffer.active.type === 'alternate',
      cursorVisible,
      mouse: terminal.modes.mouseTrackingMode,
    }),
  };
}
