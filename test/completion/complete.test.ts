import { expect, test } from 'vitest';
import { runCommand } from '../support/a-command.ts';

async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr, code } = await runCommand(['__complete', 'fish', ...words]);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] ?? '']));
}

test.each<readonly [readonly string[], readonly string[]]>([
  [['qu'], ['query']],
  [
    ['query', 'inc'],
    ['incidents', 'incident'],
  ],
  [['query', '--fi'], ['--filter']],
  [['query', 'incidents', '--st'], ['--status']],
  [['query', 'timeline', '--bu'], ['--bucket']],
  [['query', 'incidents', '--conf'], ['--config']],
  [['query', '--no-'], ['--no-pager']],
  [
    ['query', 'incidents', '--sort', ''],
    ['last-seen', 'first-seen', 'count'],
  ],
  [
    ['query', '--sort', ''],
    ['newest', 'oldest'],
  ],
  [['query', '--level', 'cr'], ['critical']],
  [
    ['query', '--level', 'critical,e'],
    ['critical,error', 'critical,exception'],
  ],
  [['query', '--level=cr'], ['--level=critical']],
  [['query', '--level', '=', 'cr'], ['critical']],
  [['query', '--json', '--level', 'cr'], ['critical']],
  [['query', 'incidents', '--status', 'reg'], ['regressed']],
  [['watch', '--theme', 'hi'], ['high-contrast']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['query', '--tz', 'Europe/Berl'], ['Europe/Berlin']],
])('offers for %j the words %j', async (words, expected) => {
  expect(await offered(...words)).toEqual(expected);
});

test.each([
  ['query', '--output', ''],
  ['query', '-o', 'x'],
  ['resolve', '--note', ''],
  ['nothing', 'of', ''],
])('offers nothing after %s %s %s, so that the shell may offer files', async (...words) => {
  expect(await offered(...words)).toEqual([]);
});

test('offers all commands with what they do', async () => {
  const { stdout } = await runCommand(['__complete', 'zsh', '']);

  expect(stdout).toContain('query:Ask the store: errors, incidents, services, a timeline\n');
  expect(stdout.split('\n').map((line) => line.split(':')[0])).toEqual(
    expect.arrayContaining([
      'watch',
      'query',
      'resolve',
      'mute',
      'reopen',
      'replay',
      'prune',
      'doctor',
      'completion',
    ]),
  );
});

test('prints a script for a shell, that in $SHELL where none is named', async () => {
  const named = await runCommand(['completion', 'zsh'], { env: { SHELL: '/usr/bin/fish' } });
  const own = await runCommand(['completion'], { env: { SHELL: '/usr/bin/fish' } });
  const unknown = await runCommand(['completion', 'tcsh']);

  expect(named.stdout).toContain('#compdef esm-monitor');
  expect(own.stdout).toContain('complete -c esm-monitor');
  expect(unknown).toMatchObject({
    code: 2,
    stderr: 'There is no completion for "tcsh".\nIt takes bash, zsh, fish.\n',
  });
});
