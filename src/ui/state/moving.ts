import type { Context } from './context.ts';
import type { Scene } from './scene.ts';
import { type Anchor, pageOf, type View, withPage } from './view.ts';

/** Where a selection goes: one up, one page down, to an end. */
export type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** The part of a key's context that moving needs. */
export type MoveContext = { readonly scene: Scene; readonly listLines: number };

/** Moves the selection of the feed. Leaving the newest row pauses; coming to the newest end by Home or End follows. */
export function moveInFeed(view: View, move: Move, context: MoveContext): View {
  const { rows, selected } = context.scene;
  const newestEnd = view.newestFirst ? 'first' : 'last';
  if (move === newestEnd) return { ...view, frozen: null, selectedRow: null, anchor: null };
  return selectRow(view, context, target(move, selected, rows.length, context.listLines));
}

/** Selects a row by its index on the screen and scrolls no further than needed; an open detail shows it. */
export function selectRow(view: View, { scene }: MoveContext, index: number): View {
  const { rows, selected } = scene;
  const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
  const page = pageOf(view);
  const open = page?.name === 'detail' ? page.row.key : null;
  if (!row) return view;
  if (index === selected && view.frozen && (open === null || open === row.key)) return view;
  if (!view.frozen && row.key === rows[selected]?.key) return view;
  const anchor = anchorFor(index, row.key, view, scene);
  const moved = { ...view, frozen: view.frozen ?? scene.live, selectedRow: row.key, anchor };
  return open === null || open === row.key
    ? moved
    : withPage(moved, (shown) => (shown.name === 'detail' ? { name: 'detail', row, top: 0 } : shown));
}

function anchorFor(index: number, key: number, view: View, { rows, window }: Scene): Anchor | null {
  if (index < window.first) return { key, edge: 'top' };
  if (index > window.last) return { key, edge: 'bottom' };
  const firstRow = rows[window.first];
  return view.anchor ?? (firstRow ? { key: firstRow.key, edge: 'top' } : null);
}

/** Moves the selection of the services table; it stays with the service when the order changes. */
export function moveInServices(view: View, move: Move, { scene, listLines }: MoveContext): View {
  const { services, selectedService } = scene;
  const index = target(move, selectedService, services.length, Math.min(listLines, 10));
  const chosen = services[Math.min(Math.max(index, 0), services.length - 1)];
  return chosen ? { ...view, selectedService: chosen.name } : view;
}

/** Moves the selection of the incidents; it stays with the incident when the order changes. */
export function moveInIncidents(view: View, move: Move, { incidents, listLines }: Context): View {
  const { rows, selected } = incidents;
  const chosen = rows[target(move, selected, rows.length, Math.max(1, listLines - 1))];
  return chosen ? { ...view, selectedIncident: chosen.id } : view;
}

/** First line of a text after a move, no further than its end. */
export function scrolled(top: number, move: Move, { textRoom, textLines }: Context): number {
  const lowest = Math.max(0, textLines - textRoom);
  const page = Math.max(1, textRoom - 2);
  const wanted = {
    up: top - 1,
    down: top + 1,
    pageUp: top - page,
    pageDown: top + page,
    first: 0,
    last: lowest,
  };
  return Math.min(Math.max(wanted[move], 0), lowest);
}

/** Where a move leads in a list of `length` items with `page` of them on the screen; -1 in an empty list. */
export function target(move: Move, from: number, length: number, page: number): number {
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
