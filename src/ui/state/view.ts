import type { TimeMode } from '../text/times.ts';
import type { FeedSnapshot } from './feed.ts';
import type { FeedRow } from './feed-rows.ts';

export type Pane = 'feed' | 'services';
export type ScreenName = 'main' | 'detail' | 'help';
export type Sort = 'errors' | 'share' | 'total' | 'seen' | 'name';

/** Which row stands at which edge of the list. Without an anchor the newest row stands at its end of the list. */
export type Anchor = { readonly key: number; readonly edge: 'top' | 'bottom' };

/** The open error, with what is scrolled of it. */
export type OpenDetail = {
  readonly row: FeedRow;
  /** First line drawn. */
  readonly top: number;
  /** Going back follows the feed again, because it was live when the detail was opened. */
  readonly resume: boolean;
};

/** What the user has chosen. */
export type View = {
  readonly screen: ScreenName;
  readonly pane: Pane;
  /** The picture that is held while paused; null while following. */
  readonly frozen: FeedSnapshot | null;
  /** Key of the selected row; null is the newest. Only a frozen picture has a selection of its own. */
  readonly selectedRow: number | null;
  readonly anchor: Anchor | null;
  readonly selectedService: string | null;
  /** Shows the errors of this service only. */
  readonly onlyService: string | null;
  readonly detail: OpenDetail | null;
  readonly helpTop: number;
  readonly newestFirst: boolean;
  readonly wrap: boolean;
  readonly wrapDetail: boolean;
  readonly time: TimeMode;
  readonly sort: Sort;
  /** Answer to the last key, shown in the footer for a while; `at` in ms since the epoch. */
  readonly said: { readonly text: string; readonly at: number } | null;
  /** Someone asked to quit and the command is stopping. */
  readonly quitting: boolean;
};

export const initialView: View = {
  screen: 'main',
  pane: 'feed',
  frozen: null,
  selectedRow: null,
  anchor: null,
  selectedService: null,
  onlyService: null,
  detail: null,
  helpTop: 0,
  newestFirst: false,
  wrap: false,
  wrapDetail: true,
  time: 'event',
  sort: 'errors',
  said: null,
  quitting: false,
};
