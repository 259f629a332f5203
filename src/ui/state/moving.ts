import type { Scene } from './scene.ts';
import type { Anchor, View } from './view.ts';

export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** The part of a key's context that moving needs. */
export type MoveContext = { readonly scene: Scene; readonly feedLines: number };

/** Moves the selection of the feed. Leaving the newest row pauses; coming to the newest end by Home or End follows. */
export function moveInFeed(view: View, move: Move, context: MoveContext): View {
  const { rows, selected } = context.scene;
  const newestEnd = view.newestFirst ? 'first' : 'last';
  if (move === newestEnd) return { ...view, frozen: null, selectedRow: null, anchor: null };
  return selectRow(view, context, target(move, selected, rows.length, context.feedLines));
}

/** Selects a row by its index on the screen and scrolls no further than needed; an open detail shows it. */
export function selectRow(view: View, { scene }: MoveContext, index: number): View {
  const { rows, selected } = scene;
  const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
  const isOpen = view.detail?.row.key === row?.key;
  if (!row || (index === selected && view.frozen && (isOpen || !view.detail))) return view;
  if (!view.frozen && row.key === rows[selected]?.key) return view;
  const anchor = anchorFor(index, row.key, view, scene);
  const detail = view.detail && (isOpen ? view.detail : { row, top: 0, resume: false });
  return { ...view, frozen: view.frozen ?? scene.live, selectedRow: row.key, anchor, detail };
}

function anchorFor(index: number, key: number, view: View, { rows, window }: Scene): Anchor | null {
  if (index < window.first) return { key, edge: 'top' };
  if (index > window.last) return { key, edge: 'bottom' };
  const firstRow = rows[window.first];
  return view.anchor ?? (firstRow ? { key: firstRow.key, edge: 'top' } : null);
}

/** Moves the selection of the services table; it stays with the service when the order changes. */
export function moveInServices(view: View, move: Move, { scene, feedLines }: MoveContext): View {
  const { services, selectedService } = scene;
  const index = target(move, selectedService, services.length, Math.min(feedLines, 10));
  const chosen = services[Math.min(Math.max(index, 0), services.length - 1)];
  return chosen ? { ...view, selectedService: chosen.name } : view;
}

function target(move: Move, from: number, length: number, page: number): number {
  const indexes = {
    up: from - 1,
    down: from + 1,
    pageUp: from - page,
    pageDown: from + page,
    first: 0,
    last: length - 1,
  };
  return Math.min(Math.max(indexes[move], 0), length - 1);
}
