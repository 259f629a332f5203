import { lines, lists, outsideLines, tabs, texts } from './key-screens.ts';
import type { KeyBinding } from './keys.ts';

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
    footer: [...lists, 'neighbours'],
    screens: [...tabs, 'neighbours'],
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
    short: 'earlier',
    footer: ['neighbours'],
    screens: outsideLines,
  },
  {
    command: 'pageDown',
    keys: ['pageDown', 'ctrl+f'],
    shown: 'PgDn',
    does: 'move a page down',
    short: 'later',
    footer: ['neighbours'],
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
