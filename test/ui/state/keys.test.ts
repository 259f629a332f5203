import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { helpLines } from '../../../src/ui/screens/help-lines.ts';
import { keyNames } from '../../../src/ui/state/key-names.ts';
import { commandFor, keyTable } from '../../../src/ui/state/keys.ts';
import { createPaint } from '../../../src/ui/text/paint.ts';

const screens = [
  ...(['feed', 'incidents', 'timeline', 'health'] as const),
  ...(['detail', 'incident', 'why', 'neighbours', 'record', 'help', 'filter', 'mute', 'muteRate'] as const),
];
const noKey: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

test.each(screens)('gives every key on the %s screen one meaning', (screen) => {
  const keys = keyTable
    .filter((binding) => binding.screens.includes(screen))
    .flatMap((binding) => binding.keys);

  expect(keys).toEqual([...new Set(keys)]);
});

test('lists every command once, with a line of help that fits 60 columns', () => {
  const help = helpLines(60, createPaint(0)).join('\n');

  expect(new Set(keyTable.map(({ command }) => command)).size).toBe(keyTable.length);
  for (const { shown, does } of keyTable) expect(help).toContain(`${shown.padEnd(14)} ${does.slice(0, 30)}`);
});

test('finds the command of a key only on the screens that have it', () => {
  expect(commandFor('enter', 'feed')).toBe('open');
  expect(commandFor('enter', 'help')).toBeUndefined();
  expect(commandFor('l', 'detail')).toBe('next');
  expect(commandFor('l', 'feed')).toBeUndefined();
  expect(commandFor('ctrl+c', 'help')).toBe('interrupt');
  expect(commandFor('ß', 'feed')).toBeUndefined();
});

test.each<readonly [string, Partial<Key>, readonly string[]]>([
  ['j', {}, ['j']],
  ['G', { shift: true }, ['G']],
  [' ', {}, ['space']],
  ['', { upArrow: true }, ['up']],
  ['', { pageDown: true }, ['pageDown']],
  ['', { tab: true }, ['tab']],
  ['', { tab: true, shift: true }, ['shift+tab']],
  ['\r', { return: true }, ['enter']],
  ['c', { ctrl: true }, ['ctrl+c']],
  ['', { delete: true }, ['backspace']],
  ['', { backspace: true }, ['backspace']],
  ['f', { meta: true }, ['escape', 'f']],
  ['jj ', {}, ['j', 'j', 'space']],
])('names the keys of the input %j with %j', (input, key, names) => {
  expect(keyNames(input, { ...noKey, ...key })).toEqual(names);
});
