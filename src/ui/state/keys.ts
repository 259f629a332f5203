import { listKeys } from './list-keys.ts';
import { incidentKeys, lineKeys, pageKeys } from './page-keys.ts';
import type { ScreenName } from './view.ts';
import { movingKeys, programKeys, viewKeys } from './view-keys.ts';

/** What a key can mean. */
export type Command =
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'first'
  | 'last'
  | 'nextPane'
  | 'showFeed'
  | 'showIncidents'
  | 'showTimeline'
  | 'showHealth'
  | 'open'
  | 'openIncident'
  | 'neighbours'
  | 'back'
  | 'pause'
  | 'follow'
  | 'filter'
  | 'nextMatch'
  | 'previousMatch'
  | 'nextCritical'
  | 'previousCritical'
  | 'next'
  | 'previous'
  | 'order'
  | 'wrap'
  | 'time'
  | 'sort'
  | 'zoomIn'
  | 'zoomOut'
  | 'resolve'
  | 'mute'
  | 'undo'
  | 'why'
  | 'copy'
  | 'copyJson'
  | 'theme'
  | 'help'
  | 'quit'
  | 'interrupt'
  | 'suspend'
  | 'muteHour'
  | 'muteDay'
  | 'muteRate'
  | 'accept'
  | 'cancel'
  | 'erase'
  | 'eraseAll';

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

/** A part of the key table, with the heading it has in the help. */
export type KeyGroup = { readonly title: string; readonly keys: readonly KeyBinding[] };

/** Every key there is. Dispatch, footer, help and docs/screen.md are made from it or tested against it. */
export const keyGroups: readonly KeyGroup[] = [
  { title: 'Views', keys: viewKeys },
  { title: 'Moving', keys: movingKeys },
  { title: 'Lists', keys: listKeys },
  { title: 'An error, an incident', keys: pageKeys },
  { title: 'Triage (stored; seen by everyone)', keys: incidentKeys },
  { title: 'In the last line (filter, mute)', keys: lineKeys },
  { title: 'The program', keys: programKeys },
];

/** All keys without their headings. */
export const keyTable: readonly KeyBinding[] = keyGroups.flatMap(({ keys }) => keys);

/** The command of a key on a screen; undefined for a key without meaning there. */
export function commandFor(keyName: string, screen: ScreenName): Command | undefined {
  return keyTable.find(({ keys, screens }) => screens.includes(screen) && keys.includes(keyName))?.command;
}
