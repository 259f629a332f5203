import { keyTable } from './keys.ts';
import type { ScreenName } from './view.ts';

type Names = { readonly [screen in ScreenName]?: string };

const views: Names = {
  feed: 'feed (1)',
  incidents: 'incidents (2)',
  timeline: 'timeline (3)',
  health: 'health (4)',
};
const pages: Names = {
  detail: 'error',
  incident: 'incident',
  neighbours: 'neighbour list',
  record: 'record',
};

/**
 * Where a key means something, as a sentence, for a screen where it means nothing; undefined for a key without meaning.
 * The sentence fits the smallest terminal.
 */
export function elsewhere(keyName: string): string | undefined {
  const binding = keyTable.find(({ keys }) => keys.includes(keyName));
  if (!binding) return undefined;
  const places = placesOf(binding.screens);
  return places.length === 0 ? undefined : `${binding.shown} works in ${listed(places, 'and')}.`;
}

function placesOf(screens: readonly ScreenName[]): readonly string[] {
  const inViews = screens.flatMap((screen) => views[screen] ?? []);
  const inPages = screens.flatMap((screen) => pages[screen] ?? []);
  const isInAll = inViews.length === Object.keys(views).length;
  const opened =
    inViews.length > 0 && inPages.length > 1 ? 'what they open' : `an open ${listed(inPages, 'or')}`;
  return [...(isInAll ? ['views 1 to 4'] : inViews), ...(inPages.length === 0 ? [] : [opened])];
}

function listed(names: readonly string[], conjunction: string): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} ${conjunction} ${names.at(-1)}`;
}
