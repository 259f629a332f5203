import type { ThemeName } from '../../text/themes.ts';
import type { Grouping, Incident, LogError, Neighbour } from '../../types.ts';
import type { TimeMode } from '../text/time-modes.ts';
import type { FeedSnapshot } from './feed.ts';
import type { FeedRow } from './feed-rows.ts';
import type { RowFilter } from './row-filter.ts';

/** The views that the keys 1 to 4 choose. */
export type Tab = 'feed' | 'incidents' | 'timeline' | 'health';
/** What lies over a view until Esc. */
export type PageName = 'detail' | 'incident' | 'why' | 'neighbours' | 'record' | 'help';
/** What takes the last line, and the keys, until Enter or Esc. */
export type LineName = 'filter' | 'mute' | 'muteRate';
/** Where a key is pressed: the line, else the page on top, else the view. */
export type ScreenName = Tab | PageName | LineName;

export type Pane = 'list' | 'services';
/** Columns by which the services are sorted. */
export type Sort = 'errors' | 'share' | 'total' | 'seen' | 'name';
/** Columns by which the incidents are sorted. */
export type IncidentSort = 'last-seen' | 'first-seen' | 'count';

/** Which row stands at which edge of the list. Without an anchor the newest row stands at its end of the list. */
export type Anchor = { readonly key: number; readonly edge: 'top' | 'bottom' };

/** An open error of the feed. */
export type DetailPage = { readonly name: 'detail'; readonly row: FeedRow };

/** An open incident, with one of its occurrences. */
export type IncidentPage = {
  readonly name: 'incident';
  readonly id: string;
  /** The incident as it was in the list; null when it was opened from an error. */
  readonly known: Incident | null;
  /** Key of the occurrence that is shown (`occurrenceKey`); null is the newest. */
  readonly occurrence: string | null;
  /** How many occurrences are asked of the store. */
  readonly limit: number;
};

/** Why errors are one incident. */
export type WhyPage = {
  readonly name: 'why';
  /** Id of the incident. */
  readonly id: string;
  readonly title: string;
  /** Null where the store has to tell. */
  readonly grouping: Grouping | null;
};

/** What stands around an error on its partition. */
export type NeighboursPage = {
  readonly name: 'neighbours';
  readonly error: LogError;
  /** Offsets `[from, to)` are asked for. */
  readonly from: bigint;
  readonly to: bigint;
  /** Key of the selected record (`occurrenceKey`). */
  readonly selected: string;
  /** Grows with each time that they are to be read anew. */
  readonly round: number;
};

/** One of the neighbours in full. */
export type RecordPage = { readonly name: 'record'; readonly neighbour: Neighbour };

/** A page and the first of its lines that is drawn. Esc follows again where `resume` says that the feed was live. */
export type Page = (
  | DetailPage
  | IncidentPage
  | WhyPage
  | NeighboursPage
  | RecordPage
  | { readonly name: 'help' }
) & { readonly top: number; readonly resume?: boolean };

/** What is being typed or chosen in the last line. */
export type Line =
  | {
      readonly name: 'filter';
      readonly text: string;
      readonly problem: { readonly message: string; readonly at: number } | null;
      /** The filter that was set when the line was opened; shown again while what is typed has a problem. */
      readonly before: RowFilter | null;
    }
  | { readonly name: 'mute'; readonly id: string; readonly title: string }
  | {
      readonly name: 'muteRate';
      readonly id: string;
      readonly title: string;
      readonly text: string;
      /** What was typed last is no digit and was left out. Enter takes the line only after another key. */
      readonly isRefused: boolean;
    };

/** What the user has chosen. */
export type View = {
  readonly tab: Tab;
  readonly pane: Pane;
  /** The one that is seen is the last. */
  readonly pages: readonly Page[];
  readonly line: Line | null;
  /** The picture that is held while paused; null while following. */
  readonly frozen: FeedSnapshot | null;
  /** Key of the selected row; null is the newest. Only a frozen picture has a selection of its own. */
  readonly selectedRow: number | null;
  readonly anchor: Anchor | null;
  readonly selectedService: string | null;
  /** Shows the errors and incidents of this service only. */
  readonly onlyService: string | null;
  /** Shows what it keeps only; null shows all. */
  readonly filter: RowFilter | null;
  readonly selectedIncident: string | null;
  readonly incidentSort: IncidentSort;
  /** Index in `zooms`. */
  readonly zoom: number;
  /** First line drawn of the timeline and of the health. */
  readonly listTop: number;
  readonly newestFirst: boolean;
  readonly wrap: boolean;
  readonly wrapDetail: boolean;
  readonly time: TimeMode;
  readonly sort: Sort;
  readonly theme: ThemeName;
  /** Answer to the last key, shown in the footer for a while; `at` in ms since the epoch. */
  readonly said: { readonly text: string; readonly at: number } | null;
  /** Someone asked to quit and the command is stopping. */
  readonly quitting: boolean;
};

/** The view of a screen that has just begun. */
export const initialView: View = {
  tab: 'feed',
  pane: 'list',
  pages: [],
  line: null,
  frozen: null,
  selectedRow: null,
  anchor: null,
  selectedService: null,
  onlyService: null,
  filter: null,
  selectedIncident: null,
  incidentSort: 'last-seen',
  zoom: 0,
  listTop: 0,
  newestFirst: false,
  wrap: false,
  wrapDetail: true,
  time: 'event',
  sort: 'errors',
  theme: 'dark',
  said: null,
  quitting: false,
};

/** The page on top, if there is one. */
export function pageOf({ pages }: View): Page | undefined {
  return pages.at(-1);
}

/** What takes the keys. */
export function screenOf(view: View): ScreenName {
  return view.line?.name ?? pageOf(view)?.name ?? view.tab;
}

/** Puts a change into the page on top; without a page nothing changes. */
export function withPage(view: View, change: (page: Page) => Page): View {
  const page = pageOf(view);
  return page ? { ...view, pages: [...view.pages.slice(0, -1), change(page)] } : view;
}

/** Id of the incident that a page is about; null where it is about none. */
export function incidentOf(page: Page): string | null {
  if (page.name === 'detail') return page.row.error.incident;
  return page.name === 'incident' || page.name === 'why' ? page.id : null;
}
