import type { Context } from './context.ts';
import { moveInIncidents, selectRow } from './moving.ts';
import { freeze } from './pause.ts';
import { say } from './say.ts';
import { pageOf, type View, withPage } from './view.ts';

/** The next CRITICAL error in a direction; while following, the newest one. */
export function findCritical(view: View, context: Context, step: 1 | -1): View {
  const { rows, selected } = context.scene;
  const isCritical = (index: number): boolean => rows[index]?.error.severity === 'CRITICAL';
  if (!view.frozen) {
    const newest = view.newestFirst
      ? rows.findIndex((_, index) => isCritical(index))
      : rows.findLastIndex((_, index) => isCritical(index));
    return newest === -1
      ? say(view, context, 'No CRITICAL error so far.')
      : { ...selectRow(freeze(view, context.scene), context, newest), pane: 'list' };
  }
  let index = selected + step;
  while (index >= 0 && index < rows.length && !isCritical(index)) index += step;
  if (index >= 0 && index < rows.length) return { ...selectRow(view, context, index), pane: 'list' };
  return say(
    view,
    context,
    step === 1 ? 'No CRITICAL below. E looks above.' : 'No CRITICAL above. e looks below.',
  );
}

/** The next match of the filter: a row of the list, or the next line of an open text that it marks. */
export function findMatch(view: View, context: Context, step: 1 | -1): View {
  if (!view.filter) return say(view, context, 'No filter: / opens one.');
  if (pageOf(view)) return matchInText(view, context, step);
  const inIncidents = view.tab === 'incidents';
  const { rows, selected } = inIncidents ? context.incidents : context.scene;
  const index = selected + step;
  if (rows.length === 0) return say(view, context, 'Nothing matches the filter. / changes it.');
  if (index >= 0 && index < rows.length) {
    const list = { ...view, pane: 'list' } as const;
    return inIncidents
      ? moveInIncidents(list, step === 1 ? 'down' : 'up', context)
      : selectRow(list, context, index);
  }
  return say(view, context, step === 1 ? 'No match below. N looks above.' : 'No match above. n looks below.');
}

/** The place is the second line of the picture, so that a match has a line before it. */
function matchInText(view: View, context: Context, step: 1 | -1): View {
  const { matchLines, textLines, textRoom } = context;
  const lowest = Math.max(0, textLines - textRoom);
  const topOf = (line: number): number => Math.min(Math.max(line - 1, 0), lowest);
  const top = Math.min(pageOf(view)?.top ?? 0, lowest);
  const line =
    step === 1
      ? matchLines.find((each) => topOf(each) > top)
      : matchLines.findLast((each) => topOf(each) < top);
  if (line === undefined) return say(view, context, 'No further match in this text.');
  return withPage(view, (page) => ({ ...page, top: topOf(line) }));
}
