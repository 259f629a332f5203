import type { Anchor } from './view.ts';

/** Which items of a list are drawn: `first` to `last`, both included; `last` is below `first` for an empty list. */
export type ListWindow = { readonly first: number; readonly last: number };

/**
 * The part of a list that fills `height` lines, starting from the anchored item.
 *
 * The selected item is always inside. An item that would be cut by the far edge is left out.
 *
 * @param anchor - Index of the item at an edge.
 * @param heightOf - Lines of an item, at least 1.
 */
export function listWindow(
  length: number,
  height: number,
  anchor: { readonly index: number; readonly edge: Anchor['edge'] },
  selected: number,
  heightOf: (index: number) => number,
): ListWindow {
  if (length === 0) return { first: 0, last: -1 };
  const found = from(anchor.index, anchor.edge);
  if (selected < found.first) return from(selected, 'top');
  if (selected > found.last) return from(selected, 'bottom');
  return found;

  function from(index: number, edge: Anchor['edge']): ListWindow {
    let first = Math.min(Math.max(index, 0), length - 1);
    let last = first;
    let free = height - heightOf(first);
    const down = (): void => {
      while (last + 1 < length && free >= heightOf(last + 1)) {
        last += 1;
        free -= heightOf(last);
      }
    };
    const up = (): void => {
      while (first > 0 && free >= heightOf(first - 1)) {
        first -= 1;
        free -= heightOf(first);
      }
    };
    // The list has no empty room on one side while there are items on the other.
    if (edge === 'top') {
      down();
      if (last === length - 1) up();
    } else {
      up();
      if (first === 0) down();
    }
    return { first, last };
  }
}
