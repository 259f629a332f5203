import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { prune } from '../../src/postgres/retention.ts';
import { aPast } from '../support/a-past.ts';
import { aShell, type Shell } from '../support/a-shell.ts';
import { anError } from '../support/builders.ts';

const cli = fileURLToPath(new URL('../../bin/esm-monitor.js', import.meta.url));
const dayMs = 86_400_000;

test.for([
  { keys: '\u0003', how: 'Ctrl-C' },
  { keys: 'q', how: 'its own key' },
])('leaves the terminal as it was after $how in the pager', async ({ keys }, { skip }) => {
  if (spawnSync('less', ['--version']).error) skip('there is no less on this machine');
  const { shell, before } = await aTerminal();

  typeCommand(shell, 'query');
  await shell.shows('\n:');
  shell.type(keys);

  await shell.shows('code 0');
  expect(await shell.run('stty -a')).toBe(before);
  expect(shell.state()).toMatchObject({ alternate: false, cursorVisible: true });
});

test.for([
  { keys: '\u0003', how: 'Ctrl-C' },
  { keys: '\u0004', how: 'Ctrl-D' },
  { keys: '\r', how: 'Enter alone' },
])('takes $how for a no at a question, and leaves the terminal as it was', async ({ keys }) => {
  const { shell, before, past } = await aTerminal();

  typeCommand(shell, 'prune --retention 1d');
  await shell.shows('[y/N]');
  shell.type(keys);

  await shell.shows('code 0');
  expect(shell.screen()).toContain('Nothing was dropped.');
  expect(await shell.run('stty -a')).toBe(before);
  expect(shell.state()).toMatchObject({ alternate: false, cursorVisible: true });
  expect(await past.history.occurrences('00000000000000aa', 1_000)).toHaveLength(200);
});

test('tells that nothing was left to drop when a member did it while the question stood', async () => {
  const { shell, past } = await aTerminal();

  typeCommand(shell, 'prune --retention 1d');
  await shell.shows('[y/N]');
  await prune(past.database, Date.now() - dayMs);
  shell.type('y\r');

  await shell.shows('code 0');
  expect(shell.screen()).toContain('Nothing was dropped.');
});

/** A shell beside a store with 200 errors of the day before yesterday, and the settings that the terminal had before. */
async function aTerminal() {
  const past = await aPast();
  const at = Date.now() - 2 * dayMs;
  await past.store(Array.from({ length: 200 }, (_, n) => anError({ at, time: at, message: `error ${n}` })));
  const shell = await aShell(past.env);
  return { past, shell, before: await shell.run('stty -a') };
}

function typeCommand(shell: Shell, args: string): void {
  shell.type(`${process.execPath} ${cli} ${args}; echo code $?\r`);
}
