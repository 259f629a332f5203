import type { ScreenName } from './view.ts';

export type Command =
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'first'
  | 'last'
  | 'nextPane'
  | 'open'
  | 'back'
  | 'pause'
  | 'follow'
  | 'nextCritical'
  | 'previousCritical'
  | 'nextError'
  | 'previousError'
  | 'order'
  | 'wrap'
  | 'time'
  | 'sort'
  | 'copy'
  | 'copyJson'
  | 'help'
  | 'quit'
  | 'interrupt'
  | 'suspend';

/** One line of the key table. */
export type KeyBinding = {
  readonly command: Command;
  /** Names as `keyNames` makes them; the first is the one that the footer shows. */
  readonly keys: readonly string[];
  /** The keys as a person reads them. */
  readonly shown: string;
  /** For the help: what it does, in a few words. */
  readonly does: string;
  /** For the footer: one or two words; left out where the footer needn't say it. */
  readonly short?: string;
  /** Screens whose footer shows it; all of `screens` where it is left out. */
  readonly footer?: readonly ScreenName[];
  readonly screens: readonly ScreenName[];
};

const everywhere = ['main', 'detail', 'help'] as const;
const reading = ['main', 'detail'] as const;

/** Every key there is. Dispatch, footer and help are made from this table; the order is that of footer and help. */
export const keyTable: readonly KeyBinding[] = [
  { command: 'up', keys: ['up', 'k'], shown: '↑ k', does: 'move up (pauses the feed)', screens: everywhere },
  { command: 'down', keys: ['down', 'j'], shown: '↓ j', does: 'move down', screens: everywhere },
  {
    command: 'pageUp',
    keys: ['pageUp', 'ctrl+b'],
    shown: 'PgUp',
    does: 'move a page up',
    screens: everywhere,
  },
  {
    command: 'pageDown',
    keys: ['pageDown', 'ctrl+f'],
    shown: 'PgDn',
    does: 'move a page down',
    screens: everywhere,
  },
  { command: 'first', keys: ['home', 'g'], shown: 'Home g', does: 'go to the top', screens: everywhere },
  { command: 'last', keys: ['end', 'G'], shown: 'End G', does: 'go to the bottom', screens: everywhere },
  {
    command: 'open',
    keys: ['enter'],
    shown: 'Enter',
    does: 'open the error; on a service: show only its errors',
    short: 'open',
    screens: ['main'],
  },
  {
    command: 'back',
    keys: ['escape'],
    shown: 'Esc',
    does: 'go back; on the main screen: show all services',
    short: 'back',
    footer: ['detail', 'help'],
    screens: everywhere,
  },
  {
    command: 'previousError',
    keys: ['left', 'h'],
    shown: '← h',
    does: 'in the detail: the error above',
    short: 'above',
    screens: ['detail'],
  },
  {
    command: 'nextError',
    keys: ['right', 'l'],
    shown: '→ l',
    does: 'in the detail: the error below',
    short: 'below',
    screens: ['detail'],
  },
  {
    command: 'pause',
    keys: ['space'],
    shown: 'Space',
    does: 'pause: hold the picture; again: follow',
    short: 'pause',
    screens: ['main'],
  },
  {
    command: 'follow',
    keys: ['f'],
    shown: 'f',
    does: 'follow the newest error',
    short: 'follow',
    screens: reading,
  },
  {
    command: 'nextCritical',
    keys: ['e'],
    shown: 'e',
    does: 'next CRITICAL below; while following: the newest',
    short: 'CRITICAL',
    screens: reading,
  },
  {
    command: 'previousCritical',
    keys: ['E'],
    shown: 'E',
    does: 'next CRITICAL above; while following: the newest',
    screens: reading,
  },
  {
    command: 'nextPane',
    keys: ['tab', 'shift+tab'],
    shown: 'Tab',
    does: 'other pane',
    short: 'pane',
    screens: ['main'],
  },
  {
    command: 'sort',
    keys: ['s'],
    shown: 's',
    does: 'sort the services by the next column',
    short: 'sort',
    screens: ['main'],
  },
  {
    command: 'time',
    keys: ['t'],
    shown: 't',
    does: 'time: written, received or age',
    short: 'time',
    screens: reading,
  },
  {
    command: 'wrap',
    keys: ['w'],
    shown: 'w',
    does: 'wrap long lines, or cut them',
    short: 'wrap',
    screens: reading,
  },
  {
    command: 'order',
    keys: ['d'],
    shown: 'd',
    does: 'newest at the bottom, or at the top',
    short: 'order',
    screens: ['main'],
  },
  {
    command: 'copy',
    keys: ['y'],
    shown: 'y',
    does: 'copy the error as text (OSC 52)',
    short: 'copy',
    screens: reading,
  },
  { command: 'copyJson', keys: ['Y'], shown: 'Y', does: 'copy the error as JSON (OSC 52)', screens: reading },
  { command: 'help', keys: ['?'], shown: '?', does: 'all keys', short: 'help', screens: everywhere },
  { command: 'quit', keys: ['q'], shown: 'q', does: 'quit', short: 'quit', screens: everywhere },
  {
    command: 'interrupt',
    keys: ['ctrl+c'],
    shown: 'Ctrl-C',
    does: 'quit; a second time at once',
    screens: everywhere,
  },
  {
    command: 'suspend',
    keys: ['ctrl+z'],
    shown: 'Ctrl-Z',
    does: 'back to the shell; type fg to return',
    screens: everywhere,
  },
];

/** The command of a key on a screen; undefined for a key without meaning there. */
export function commandFor(keyName: string, screen: ScreenName): Command | undefined {
  return keyTable.find(({ keys, screens }) => screens.includes(screen) && keys.includes(keyName))?.command;
}
