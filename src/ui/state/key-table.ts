import type { KeyBinding } from './keys.ts';

const tabs = ['feed', 'incidents', 'timeline', 'health'] as const;
const texts = ['detail', 'incident', 'why', 'help'] as const;
const lines = ['filter', 'mute', 'muteRate'] as const;
const typing = ['filter', 'muteRate'] as const;
const outsideLines = [...tabs, ...texts] as const;
const lists = ['feed', 'incidents'] as const;
const errors = ['feed', 'detail'] as const;
/** Where one error or one incident is meant. */
const problems = ['feed', 'incidents', 'detail', 'incident'] as const;
const pages = ['detail', 'incident'] as const;

export const viewKeys: readonly KeyBinding[] = [
  { command: 'showFeed', keys: ['1'], shown: '1', does: 'feed: errors as they come', screens: outsideLines },
  {
    command: 'showIncidents',
    keys: ['2'],
    shown: '2',
    does: 'incidents: one row a problem',
    screens: outsideLines,
  },
  {
    command: 'showTimeline',
    keys: ['3'],
    shown: '3',
    does: 'timeline: errors by minute or hour, stored',
    screens: outsideLines,
  },
  {
    command: 'showHealth',
    keys: ['4'],
    shown: '4',
    does: 'health: servers, partitions, notices',
    screens: outsideLines,
  },
  {
    command: 'open',
    keys: ['enter'],
    shown: 'Enter',
    does: 'open the error or incident; a service: only its errors',
    short: 'open',
    footer: lists,
    screens: tabs,
  },
  {
    command: 'back',
    keys: ['escape'],
    shown: 'Esc',
    does: 'back; in a view: no filter, then all services',
    short: 'back',
    footer: texts,
    screens: outsideLines,
  },
];

export const movingKeys: readonly KeyBinding[] = [
  {
    command: 'up',
    keys: ['up', 'k'],
    shown: '↑ k',
    does: 'move up (pauses the feed)',
    screens: outsideLines,
  },
  { command: 'down', keys: ['down', 'j'], shown: '↓ j', does: 'move down', screens: outsideLines },
  {
    command: 'pageUp',
    keys: ['pageUp', 'ctrl+b'],
    shown: 'PgUp',
    does: 'move a page up',
    screens: outsideLines,
  },
  {
    command: 'pageDown',
    keys: ['pageDown', 'ctrl+f'],
    shown: 'PgDn',
    does: 'move a page down',
    screens: outsideLines,
  },
  { command: 'first', keys: ['home', 'g'], shown: 'Home g', does: 'go to the top', screens: outsideLines },
  { command: 'last', keys: ['end', 'G'], shown: 'End G', does: 'go to the bottom', screens: outsideLines },
  {
    command: 'nextPane',
    keys: ['tab', 'shift+tab'],
    shown: 'Tab',
    does: 'other pane: services or list',
    short: 'pane',
    screens: tabs,
  },
];

export const listKeys: readonly KeyBinding[] = [
  {
    command: 'pause',
    keys: ['space'],
    shown: 'Space',
    does: 'pause: hold the picture; again: follow',
    short: 'pause',
    screens: ['feed'],
  },
  {
    command: 'follow',
    keys: ['f'],
    shown: 'f',
    does: 'follow the newest error',
    short: 'follow',
    screens: errors,
  },
  {
    command: 'filter',
    keys: ['/'],
    shown: '/',
    does: 'filter: words, /regex/, service:user*, -not, or',
    short: 'filter',
    screens: lists,
  },
  {
    command: 'nextMatch',
    keys: ['n'],
    shown: 'n',
    does: 'next match of the filter; in a text: the next place',
    screens: problems,
  },
  { command: 'previousMatch', keys: ['N'], shown: 'N', does: 'match before it', screens: problems },
  {
    command: 'nextCritical',
    keys: ['e'],
    shown: 'e',
    does: 'next CRITICAL below; while following: the newest',
    short: 'CRITICAL',
    footer: ['feed'],
    screens: errors,
  },
  {
    command: 'previousCritical',
    keys: ['E'],
    shown: 'E',
    does: 'next CRITICAL above; while following: the newest',
    screens: errors,
  },
  {
    command: 'sort',
    keys: ['s'],
    shown: 's',
    does: 'sort services, or incidents, by the next column',
    short: 'sort',
    screens: tabs,
  },
  {
    command: 'order',
    keys: ['d'],
    shown: 'd',
    does: 'newest at the bottom, or at the top',
    screens: ['feed'],
  },
  {
    command: 'time',
    keys: ['t'],
    shown: 't',
    does: 'time: written, received or age',
    short: 'time',
    footer: ['feed'],
    screens: [...lists, ...pages],
  },
  {
    command: 'wrap',
    keys: ['w'],
    shown: 'w',
    does: 'wrap long lines, or cut them',
    short: 'wrap',
    screens: ['feed', ...pages],
  },
  {
    command: 'zoomIn',
    keys: ['+', '='],
    shown: '+',
    does: 'timeline: shorter steps',
    short: 'closer',
    screens: ['timeline'],
  },
  {
    command: 'zoomOut',
    keys: ['-'],
    shown: '-',
    does: 'timeline: longer steps, further back',
    short: 'further',
    screens: ['timeline'],
  },
];

export const pageKeys: readonly KeyBinding[] = [
  {
    command: 'previous',
    keys: ['left', 'h'],
    shown: '← h',
    does: 'the error above; of an incident: the newer one',
    short: 'before',
    screens: pages,
  },
  {
    command: 'next',
    keys: ['right', 'l'],
    shown: '→ l',
    does: 'the error below; of an incident: the older one',
    short: 'next',
    screens: pages,
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
    does: 'copy as text (OSC 52)',
    short: 'copy',
    footer: ['feed', ...pages],
    screens: problems,
  },
  { command: 'copyJson', keys: ['Y'], shown: 'Y', does: 'copy as JSON (OSC 52)', screens: problems },
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

export const programKeys: readonly KeyBinding[] = [
  {
    command: 'theme',
    keys: ['T'],
    shown: 'T',
    does: 'theme: dark, light, high-contrast, ascii',
    screens: outsideLines,
  },
  { command: 'help', keys: ['?'], shown: '?', does: 'all keys', short: 'help', screens: outsideLines },
  { command: 'quit', keys: ['q'], shown: 'q', does: 'quit', short: 'quit', screens: outsideLines },
  {
    command: 'interrupt',
    keys: ['ctrl+c'],
    shown: 'Ctrl-C',
    does: 'quit; a second time at once',
    screens: [...outsideLines, ...lines],
  },
  {
    command: 'suspend',
    keys: ['ctrl+z'],
    shown: 'Ctrl-Z',
    does: 'back to the shell; type fg to return',
    screens: [...outsideLines, ...lines],
  },
];
