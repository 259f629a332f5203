import { count } from '../../text/numbers.ts';
import type { Context } from './context.ts';
import { errorMeant } from './error-meant.ts';
import { type Move, target } from './moving.ts';
import { neighbourRows, neighboursPageOf } from './neighbour-scene.ts';
import { occurrenceKey } from './occurrence.ts';
import { overFeed, withMore } from './pages.ts';
import { say } from './say.ts';
import type { SurroundingsWish } from './surroundings.ts';
import { type NeighboursPage, pageOf, type View, withPage } from './view.ts';

/** Offsets that are asked for at first on each side of the error, how many more at an end, and how many in all. */
const atFirst = 20n;
const more = 50n;
const most = 500n;

/** What stands around the error that is meant; on the page itself: the same, read anew. */
export function openNeighbours(view: View, context: Context): View {
  const page = pageOf(view);
  if (page?.name === 'neighbours') return withPage(view, () => ({ ...page, round: page.round + 1 }));
  const error = errorMeant(view, context);
  if (!error) return say(view, context, 'No error is selected.');
  const { offset } = error;
  const from = offset > atFirst ? offset - atFirst : 0n;
  const selected = occurrenceKey(error);
  const opened = { name: 'neighbours', error, from, to: offset + atFirst + 1n, selected, round: 0 } as const;
  return overFeed(view, context.scene, { ...opened, top: 0 });
}

/** What is to be read for the view. */
export function surroundingsWanted(view: View): SurroundingsWish | null {
  const page = neighboursPageOf(view);
  if (!page) return null;
  const { error, from, to, round } = page;
  return { topic: error.topic, partition: error.partition, from, to, round };
}

/** Moves the selection; past an end of what is loaded, more is asked for. */
export function moveInNeighbours(view: View, move: Move, context: Context): View {
  const { rows, selected, loading, notes } = context.neighbours;
  const wanted = target(move, selected, rows.length, neighbourRows(context.textRoom, notes));
  const chosen = rows[wanted];
  const moved = chosen && wanted !== selected ? changed(view, { selected: occurrenceKey(chosen) }) : view;
  if (loading || !chosen) return moved;
  if (wanted === 0 && (move === 'up' || move === 'pageUp' || move === 'first')) return before(moved, context);
  if (wanted === rows.length - 1 && (move === 'down' || move === 'pageDown' || move === 'last'))
    return after(moved, context);
  return moved;
}

/** Enter: the selected one in full. */
export function openRecord(view: View, { neighbours, now }: Context): View {
  const neighbour = neighbours.rows[neighbours.selected];
  return neighbour
    ? withMore(view, { name: 'record', neighbour, top: 0 })
    : say(view, { now }, 'No record to open.');
}

/** The record beside the open one; the list under it goes along. */
export function besideRecord(view: View, step: 1 | -1, { neighbours, now }: Context): View {
  const neighbour = neighbours.rows[neighbours.selected + step];
  if (!neighbour) {
    const text = `This is the ${step === 1 ? 'last' : 'first'} record that is loaded; the list loads more.`;
    return say(view, { now }, text);
  }
  const pages = view.pages.map((page) => {
    if (page.name === 'neighbours') return { ...page, selected: occurrenceKey(neighbour) };
    return page.name === 'record' ? { ...page, neighbour, top: 0 } : page;
  });
  return { ...view, pages };
}

function before(view: View, { neighbours: { value }, now }: Context): View {
  const page = neighboursPageOf(view);
  if (!page || !value) return view;
  if (page.from <= value.low) return say(view, { now }, 'The partition begins here.');
  if (page.to - page.from >= most) return say(view, { now }, enough);
  const from = page.from - more > value.low ? page.from - more : value.low;
  return changed(view, { from });
}

function after(view: View, { neighbours: { value }, now }: Context): View {
  const page = neighboursPageOf(view);
  if (!page || !value) return view;
  if (page.to >= value.high) return say(view, { now }, 'The partition ends here; o reads it anew.');
  if (page.to - page.from >= most) return say(view, { now }, enough);
  return changed(view, { to: page.to + more });
}

function changed(view: View, change: Partial<Omit<NeighboursPage, 'name'>>): View {
  return withPage(view, (page) => (page.name === 'neighbours' ? { ...page, ...change } : page));
}

const enough = `The page holds ${count(most)} offsets; esm-monitor explain shows any other.`;
