import { keyTable } from './keys.ts';
import type { ScreenName } from './view.ts';

const places: { readonly [screen in ScreenName]?: string } = {
  feed: 'the feed (1)',
  incidents: 'the incidents (2)',
  timeline: 'the timeline (3)',
  health: 'the health (4)',
  detail: 'an open error',
  incident: 'an open incident',
  neighbours: 'its neighbours',
  record: 'an open record',
};

/** Where a key means something, as a sentence, for a screen where it means nothing; undefined for a key without meaning. */
export function elsewhere(keyName: string): string | undefined {
  const binding = keyTable.find(({ keys }) => keys.includes(keyName));
  const where = binding?.screens.flatMap((screen) => places[screen] ?? []) ?? [];
  const last = where.at(-1);
  if (!binding || last === undefined) return undefined;
  const all = where.length === 1 ? last : `${where.slice(0, -1).join(', ')} and ${last}`;
  return `${binding.shown} works in ${all}.`;
}
