import { readFile } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { exitCodes } from '../../src/errors.ts';
import { runCommand } from '../support/a-command.ts';

const page = await readFile(new URL('../../docs/commands.md', import.meta.url), 'utf8');
const helps = await helpOfAll([]);

afterEach(() => vi.restoreAllMocks());

test('names every command', () => {
  const commands = [...helps.keys()].filter((command) => command !== '');

  expect(commands).toContain('query timeline');
  expect(commands.filter((command) => !new RegExp(`\`${command}[\` ]`).test(page))).toEqual([]);
});

test('names every flag of every command, and none that there is not', () => {
  const known = new Set([...helps.values()].flatMap((help) => flagsOf(help)));
  const named = new Set(flagsOf(page));

  expect(known).toContain('--fail-on');
  expect([...known].filter((flag) => !named.has(flag))).toEqual([]);
  expect([...named].filter((flag) => !known.has(flag) && !known.has(flag.replace('--no-', '--')))).toEqual(
    [],
  );
});

test('names every variable of the environment that --help names', () => {
  const known = new Set([...helps.values()].flatMap((help) => help.match(variable) ?? []));

  expect(known).toContain('ESM_GROUP');
  expect([...known].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('names every exit code', () => {
  const listed = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));

  expect(listed).toEqual(Object.values(exitCodes));
});

const variable = /\b(?:ESM|KAFKA)_[A-Z_]+\b|\b(?:DATABASE|REDIS)_URL(?:_FILE)?\b|\bNO_COLOR\b/g;

function flagsOf(text: string): readonly string[] {
  return text.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? [];
}

/** The help of a command and of all that stand below it, by their names. */
async function helpOfAll(command: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const help = await helpOf(command);
  const listed = help.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? '';
  const prefix = ['esm-monitor', ...command].join(' ');
  const all = new Map([[command.join(' '), help]]);
  for (const [, name = ''] of listed.matchAll(new RegExp(`^ +${prefix} ([a-z]+)`, 'gm'))) {
    for (const [below, text] of await helpOfAll([...command, name])) all.set(below, text);
  }
  return all;
}

/** yargs prints help on the console, whatever its output is. */
async function helpOf(command: readonly string[]): Promise<string> {
  let text = '';
  const log = vi.spyOn(console, 'log').mockImplementation((line: unknown) => {
    text += `${line}\n`;
  });
  await runCommand([...command, '--help']);
  log.mockRestore();
  return text;
}
