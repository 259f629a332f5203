import type { LogError } from '../../types.ts';
import type { Context } from './context.ts';
import { occurrenceIndex } from './occurrence.ts';
import { pageOf, type View } from './view.ts';

/** The error of the open page, else of the selected row of the feed. */
export function errorMeant(view: View, { scene, opened }: Context): LogError | undefined {
  const page = pageOf(view);
  if (page?.name === 'detail') return page.row.error;
  if (page?.name === 'incident') return opened?.occurrences[occurrenceIndex(page, opened)];
  return view.tab === 'feed' ? scene.rows[scene.selected]?.error : undefined;
}
