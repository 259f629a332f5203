import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createClipboard } from '../../src/ui/clipboard.ts';
import { clipboardSequence } from '../../src/ui/text/copy.ts';

/** A folder with clipboard tools that write what they are given into `<name>.out`, or do what `script` says. */
async function someTools(names: readonly string[], script?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'esm-clipboard-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of names) {
    const file = join(folder, name);
    await writeFile(file, `#!/bin/sh\n${script ?? `echo "$@" > ${file}.args; cat > ${file}.out`}\n`);
    await chmod(file, 0o755);
  }
  const written: string[] = [];
  const clipboardOf = (env: { readonly [name: string]: string }, platform: NodeJS.Platform = 'linux') =>
    createClipboard({
      env: { PATH: ['', '/nowhere', folder].join(delimiter), ...env },
      platform,
      write: (sequence) => written.push(sequence),
    });
  return { clipboardOf, written, read: (name: string) => readFile(join(folder, name)) };
}

const terminal = 'the terminal (OSC 52)';

test.each<readonly [string, NodeJS.Platform, { readonly [name: string]: string }]>([
  ['wl-copy', 'linux', { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }],
  ['xclip', 'linux', { DISPLAY: ':0' }],
  ['pbcopy', 'darwin', {}],
  ['clip.exe', 'linux', { WSL_DISTRO_NAME: 'Debian' }],
])('copies by %s on %s with %j, and by the terminal', async (name, platform, env) => {
  const { clipboardOf, written, read } = await someTools(['wl-copy', 'xclip', 'xsel', 'pbcopy', 'clip.exe']);

  const ways = await clipboardOf(env, platform).copy('Zürich 日本\nsecond $HOME `line`');

  expect(ways).toEqual([name, terminal]);
  const encoding = name === 'clip.exe' ? 'utf16le' : 'utf8';
  expect((await read(`${name}.out`)).toString(encoding)).toBe('Zürich 日本\nsecond $HOME `line`');
  expect(written).toEqual([clipboardSequence('Zürich 日本\nsecond $HOME `line`')]);
});

test('takes the next tool of the same desktop where the first is missing', async () => {
  const { clipboardOf } = await someTools(['xsel']);

  expect(await clipboardOf({ DISPLAY: ':0', WAYLAND_DISPLAY: 'w' }).copy('text')).toEqual(['xsel', terminal]);
});

test('leaves the desktop of a machine alone that is reached over ssh', async () => {
  const { clipboardOf, written } = await someTools(['xclip', 'wl-copy', 'pbcopy']);

  const ways = await clipboardOf({ DISPLAY: ':0', SSH_CONNECTION: '::1 2 ::1 22' }).copy('text');

  expect(ways).toEqual([terminal]);
  expect(written.length).toBe(1);
});

test('hands the text to tmux inside tmux, also over ssh', async () => {
  const { clipboardOf, read } = await someTools(['tmux']);

  const ways = await clipboardOf({ TMUX: '/tmp/tmux,1,0', SSH_CONNECTION: '::1 2 ::1 22' }).copy('text');

  expect(ways).toEqual(['tmux', terminal]);
  expect((await read('tmux.args')).toString()).toBe('load-buffer -w -\n');
  expect((await read('tmux.out')).toString()).toBe('text');
});

test('does not name a tool that fails, or that reads nothing and ends', async () => {
  const failing = await someTools(['xclip'], 'exit 1');

  expect(await failing.clipboardOf({ DISPLAY: ':0' }).copy('x'.repeat(1_000_000))).toEqual([terminal]);
});

test('waits two seconds at the most for a tool that hangs', async () => {
  const hanging = await someTools(['xclip'], 'exec sleep 60');

  expect(await hanging.clipboardOf({ DISPLAY: ':0' }).copy('text')).toEqual([terminal]);
});

test('cuts the sequence for GNU screen into strings that it hands on', async () => {
  const { clipboardOf, written } = await someTools([]);

  await clipboardOf({ STY: '1.screen' }).copy('a text '.repeat(400));

  const strings = written.join('').split('\u001b\\').slice(0, -1);
  expect(strings.length).toBeGreaterThan(3);
  expect(Math.max(...strings.map(({ length }) => length))).toBeLessThan(768);
  const inside = strings.map((each) => each.slice('\u001bP'.length)).join('');
  expect(Buffer.from(inside.slice('\u001b]52;c;'.length, -1), 'base64').toString()).toBe(
    'a text '.repeat(400),
  );
});

test('takes an empty STY for no GNU screen', async () => {
  const { clipboardOf, written } = await someTools([]);

  await clipboardOf({ STY: '' }).copy('text');

  expect(written).toEqual([clipboardSequence('text')]);
});
