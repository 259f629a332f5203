import { errors, lines, pages, problems, records, tabs, typing } from './key-screens.ts';
import type { KeyBinding } from './keys.ts';

export const pageKeys: readonly KeyBinding[] = [
  {
    command: 'previous',
    keys: ['left', 'h'],
    shown: '← h',
    does: 'the error above; of an incident: the newer one',
    short: 'before',
    screens: [...pages, 'record'],
  },
  {
    command: 'next',
    keys: ['right', 'l'],
    shown: '→ l',
    does: 'the error below; of an incident: the older one',
    short: 'next',
    screens: [...pages, 'record'],
  },
  {
    command: 'openIncident',
    keys: ['i'],
    shown: 'i',
    does: 'the incident of the error: history, occurrences',
    short: 'incident',
    footer: ['detail'],
    screens: errors,
  },
  {
    command: 'neighbours',
    keys: ['o'],
    shown: 'o',
    does: 'its neighbours on the partition; on their page: anew',
    short: 'around',
    footer: pages,
    screens: [...errors, 'incident', 'neighbours'],
  },
  {
    command: 'why',
    keys: ['x'],
    shown: 'x',
    does: 'why it was grouped so',
    short: 'why',
    footer: pages,
    screens: problems,
  },
  {
    command: 'copy',
    keys: ['y'],
    shown: 'y',
    does: 'copy as text, by the terminal and the desktop',
    short: 'copy',
    footer: ['feed', ...pages, ...records],
    screens: [...problems, ...records],
  },
  {
    command: 'copyJson',
    keys: ['Y'],
    shown: 'Y',
    does: 'copy as JSON',
    screens: [...problems, ...records],
  },
];

export const incidentKeys: readonly KeyBinding[] = [
  {
    command: 'resolve',
    keys: ['r'],
    shown: 'r',
    does: 'resolve the incident; it comes back as REGRESSED',
    short: 'resolve',
    footer: ['incidents', ...pages],
    screens: problems,
  },
  {
    command: 'mute',
    keys: ['m'],
    shown: 'm',
    does: 'mute it: 1 h, 24 h, or until N per minute',
    short: 'mute',
    footer: ['incidents', ...pages],
    screens: problems,
  },
  {
    command: 'undo',
    keys: ['u'],
    shown: 'u',
    does: 'take back what you resolved or muted last',
    short: 'undo',
    footer: ['incidents', 'incident'],
    screens: [...tabs, ...pages],
  },
];

export const lineKeys: readonly KeyBinding[] = [
  { command: 'muteHour', keys: ['1'], shown: '1', does: 'mute for 1 hour', screens: ['mute'] },
  { command: 'muteDay', keys: ['2'], shown: '2', does: 'mute for 24 hours', screens: ['mute'] },
  {
    command: 'muteRate',
    keys: ['3'],
    shown: '3',
    does: 'mute until more than N errors come in a minute',
    screens: ['mute'],
  },
  { command: 'accept', keys: ['enter'], shown: 'Enter', does: 'take what was typed', screens: typing },
  {
    command: 'cancel',
    keys: ['escape'],
    shown: 'Esc',
    does: 'close the line; of the filter: without a filter',
    screens: lines,
  },
  { command: 'erase', keys: ['backspace'], shown: 'Backspace', does: 'erase a character', screens: typing },
  { command: 'eraseAll', keys: ['ctrl+u'], shown: 'Ctrl-U', does: 'erase the line', screens: typing },
];
