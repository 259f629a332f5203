import type { Context } from './context.ts';
import type { MouseReport } from './mouse-report.ts';
import { selectRow } from './moving.ts';
import { openRecord } from './neighbours.ts';
import { occurrenceKey } from './occurrence.ts';
import { open, showTab } from './pages.ts';
import { freeze } from './pause.ts';
import { pageOf, type Tab, type View, withPage } from './view.ts';

/** What stands under the pointer; `index` is that of a row in its list, or null beside the rows. */
export type PointerTarget =
  | { readonly name: 'services' | 'feed' | 'incidents' | 'neighbours'; readonly index: number | null }
  | { readonly name: 'tab'; readonly tab: Tab }
  /** A page, the timeline, the health. */
  | { readonly name: 'text' };

const wheelRows = 3;

/** The wheel scrolls what is under the pointer; a click selects, and opens what was selected already. */
export function point(view: View, mouse: MouseReport, target: PointerTarget, context: Context): View {
  if (view.line) return view;
  return mouse.kind === 'click'
    ? click(view, target, context)
    : turn(view, mouse.step * wheelRows, target, context);
}

function click(view: View, target: PointerTarget, context: Context): View {
  if (target.name === 'tab') return showTab(view, target.tab);
  if (target.name === 'text' || target.index === null) return view;
  const chosen = select(view, target.name, target.index, context);
  if (target.index !== selectedIn(view, target.name, context)) return chosen;
  return target.name === 'neighbours' ? openRecord(view, context) : open(chosen, context);
}

type ListName = Extract<PointerTarget, { readonly index: number | null }>['name'];

/** What a second click would open; -1 where nothing is marked. */
function selectedIn(view: View, list: ListName, { scene, incidents, neighbours }: Context): number {
  if (list === 'neighbours') return neighbours.selected;
  if (list === 'services') return view.pane === 'services' ? scene.selectedService : -1;
  if (view.pane === 'services') return -1;
  if (list === 'incidents') return incidents.selected;
  return view.frozen ? scene.selected : -1;
}

function select(view: View, list: ListName, index: number, context: Context): View {
  const { scene, incidents, neighbours } = context;
  switch (list) {
    case 'feed':
      return { ...selectRow(freeze(view, scene), context, index), pane: 'list' };
    case 'services':
      return {
        ...view,
        pane: 'services',
        selectedService: scene.services[index]?.name ?? view.selectedService,
      };
    case 'incidents':
      return { ...view, pane: 'list', selectedIncident: incidents.rows[index]?.id ?? view.selectedIncident };
    case 'neighbours': {
      const row = neighbours.rows[index];
      return withPage(view, (page) =>
        row && page.name === 'neighbours' ? { ...page, selected: occurrenceKey(row) } : page,
      );
    }
  }
}

function turn(view: View, rows: number, target: PointerTarget, context: Context): View {
  const { scene, incidents, neighbours } = context;
  const { pane } = view;
  switch (target.name) {
    case 'feed':
      return turnFeed(view, rows, context);
    case 'services':
      return {
        ...select(view, 'services', within(scene.selectedService + rows, scene.services), context),
        pane,
      };
    case 'incidents':
      return {
        ...select(view, 'incidents', within(incidents.selected + rows, incidents.rows), context),
        pane,
      };
    case 'neighbours':
      return select(view, 'neighbours', within(neighbours.selected + rows, neighbours.rows), context);
    case 'text':
      return turnText(view, rows, context);
    case 'tab':
      return view;
  }
}

/** Moves the window, and the selection only as far as it would leave it; leaving the newest row pauses. */
function turnFeed(view: View, by: number, context: Context): View {
  const { rows, window, selected, live } = context.scene;
  const shift = Math.min(Math.max(by, -window.first), rows.length - 1 - window.last);
  if (shift === 0) return view.frozen ? selectRow(view, context, selected + by) : view;
  const first = rows[window.first + shift];
  const inside = rows[Math.min(Math.max(selected, window.first + shift), window.last + shift)];
  if (!first || !inside) return view;
  const anchor = { key: first.key, edge: 'top' } as const;
  return { ...view, frozen: view.frozen ?? live, selectedRow: inside.key, anchor };
}

function turnText(view: View, by: number, { textLines, textRoom }: Context): View {
  const lowest = Math.max(0, textLines - textRoom);
  const after = (top: number): number => Math.min(Math.max(Math.min(top, lowest) + by, 0), lowest);
  return pageOf(view)
    ? withPage(view, (page) => ({ ...page, top: after(page.top) }))
    : { ...view, listTop: after(view.listTop) };
}

function within(index: number, list: readonly unknown[]): number {
  return Math.min(Math.max(index, 0), list.length - 1);
}
