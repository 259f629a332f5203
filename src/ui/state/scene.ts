import type { IncidentStatus } from '../../types.ts';
import type { FeedSnapshot } from './feed.ts';
import type { FeedRow } from './feed-rows.ts';
import type { Layout } from './layout.ts';
import { type ListWindow, listWindow } from './list-window.ts';
import type { ServiceStat } from './service-stats.ts';
import { sortServices } from './sort-services.ts';
import type { View } from './view.ts';

/** What the screen shows of the feed, given what the user has chosen. Drawn from, and what keys act upon. */
export type Scene = {
  /** The newest picture; counters, services and chart are always of this one. */
  readonly live: FeedSnapshot;
  /** Rows in the order of the screen: of the picture that is held while paused, else of `live`. */
  readonly rows: readonly FeedRow[];
  /** Index in `rows`; -1 when there are none. */
  readonly selected: number;
  /** Rows that there are without the filter. */
  readonly unfiltered: number;
  readonly window: ListWindow;
  readonly services: readonly ServiceStat[];
  /** Index in `services`; -1 when there are none. */
  readonly selectedService: number;
  /** First service drawn. */
  readonly servicesTop: number;
  /** Errors that came since the pause. */
  readonly missed: number;
};

/**
 * @param heightOf - Lines that a row takes.
 * @param statuses - What is known of the incidents, for filters that ask.
 */
export function sceneOf(
  live: FeedSnapshot,
  view: View,
  layout: Layout,
  heightOf: (row: FeedRow) => number,
  statuses: ReadonlyMap<string, IncidentStatus>,
): Scene {
  const shown = view.frozen ?? live;
  const { onlyService, newestFirst, filter } = view;
  const ofService =
    onlyService === null ? shown.rows : shown.rows.filter(({ error }) => error.service === onlyService);
  const kept =
    filter === null
      ? ofService
      : ofService.filter(({ error, mark, decision }) =>
          filter.keeps(error, statuses.get(error.incident) ?? decision ?? mark ?? undefined),
        );
  const rows = newestFirst ? kept.toReversed() : kept;
  const newest = newestFirst ? 0 : rows.length - 1;
  const indexOf = (key: number | null): number =>
    key === null ? Math.min(newest, rows.length - 1) : nearest(rows, key);
  const anchor = {
    index: indexOf(view.anchor?.key ?? null),
    edge: view.anchor?.edge ?? (newestFirst ? 'top' : 'bottom'),
  };
  const selected = indexOf(view.selectedRow);
  const services = sortServices(live.services, view.sort);
  const selectedService =
    services.length === 0
      ? -1
      : Math.max(
          0,
          services.findIndex(({ name }) => name === view.selectedService),
        );
  const serviceLines = layout.services.height - (layout.services.framed ? 3 : 1);
  return {
    live,
    rows,
    selected,
    unfiltered: ofService.length,
    window: listWindow(rows.length, layout.list, anchor, selected, (index) => {
      const row = rows[index];
      return row ? heightOf(row) : 1;
    }),
    services,
    selectedService,
    servicesTop: Math.max(
      0,
      Math.min(selectedService - Math.floor(serviceLines / 2), services.length - serviceLines),
    ),
    missed: live.errors - shown.errors,
  };
}

/** Index of the row with the key, or of the one next to it when a filter hides it; -1 without rows. */
function nearest(rows: readonly FeedRow[], key: number): number {
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, row] of rows.entries()) {
    const away = Math.abs(row.key - key);
    if (away < distance) {
      best = index;
      distance = away;
    }
  }
  return best;
}
