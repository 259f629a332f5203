import { wrapText } from '../../text/fit.ts';
import { visible } from '../../text/visible.ts';
import type { Neighbour } from '../../types.ts';
import type { Size } from './layout.ts';
import { neighbourNotes } from './neighbour-notes.ts';
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
  /** What a person should know before reading them, as lines that are safe to write. */
  readonly notes: readonly string[];
};

/** The page of neighbours that is open, also under the record that was opened on it. */
export function neighboursPageOf({ pages }: View): Extract<Page, NeighboursPage> | undefined {
  return pages.findLast((page) => page.name === 'neighbours');
}

/** What of the neighbours fits onto the page; empty where none is open. */
export function neighbourSceneOf(surroundings: SurroundingsSnapshot, view: View, size: Size): NeighbourScene {
  const page = neighboursPageOf(view);
  if (!page) return { ...surroundings, rows: [], selected: -1, top: 0, notes: [] };
  const rows = surroundings.value?.neighbours ?? [];
  const selected = selectedIn(rows, page);
  const notes = neighbourNotes(page.error, surroundings).flatMap((text) => noteLines(text, size.width));
  const lines = neighbourRows(size.height, notes);
  const top = Math.max(0, Math.min(selected - Math.floor(lines / 2), rows.length - lines));
  return { ...surroundings, rows, selected, top, notes };
}

/** Lines that are left for the rows, under title, notes and head. */
export function neighbourRows(height: number, notes: readonly string[]): number {
  return Math.max(1, height - 2 - notes.length);
}

function noteLines(text: string, width: number): readonly string[] {
  return wrapText(visible(text), width - 4, 3).map((line, index) => `${index === 0 ? ' ! ' : '   '}${line}`);
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
