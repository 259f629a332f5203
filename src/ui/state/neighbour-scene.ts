import type { Neighbour } from '../../types.ts';
import { occurrenceKey } from './occurrence.ts';
import type { SurroundingsSnapshot } from './surroundings.ts';
import { type NeighboursPage, type Page, pageOf, type View } from './view.ts';

/** What the page of neighbours shows. */
export type NeighbourScene = SurroundingsSnapshot & {
  readonly rows: readonly Neighbour[];
  /** Index in `rows`; -1 when there are none. */
  readonly selected: number;
  /** First row drawn. */
  readonly top: number;
};

/** The page of neighbours that is open, also under the record that was opened on it. */
export function neighboursPageOf({ pages }: View): Extract<Page, NeighboursPage> | undefined {
  return pages.findLast((page) => page.name === 'neighbours');
}

/** @param lines - Rows that there is room for. */
export function neighbourSceneOf(
  surroundings: SurroundingsSnapshot,
  view: View,
  lines: number,
): NeighbourScene {
  const page = neighboursPageOf(view);
  const rows = page ? (surroundings.value?.neighbours ?? []) : [];
  const selected = page ? selectedIn(rows, page) : -1;
  const top = Math.max(0, Math.min(selected - Math.floor(lines / 2), rows.length - lines));
  return { ...surroundings, rows, selected, top };
}

/** The chosen one, else the error itself or what stands next to its place. */
function selectedIn(rows: readonly Neighbour[], { selected, error }: NeighboursPage): number {
  const chosen = rows.findIndex((row) => occurrenceKey(row) === selected);
  if (chosen !== -1) return chosen;
  const after = rows.findIndex(({ offset }) => offset >= error.offset);
  return after === -1 ? rows.length - 1 : after;
}

/** The neighbour that keys are about: the open one, else the selected one. */
export function neighbourMeant(view: View, { rows, selected }: NeighbourScene): Neighbour | undefined {
  const page = pageOf(view);
  return page?.name === 'record' ? page.neighbour : rows[selected];
}
