import { titleOf } from '../../incident-title.ts';
import type { Context } from './context.ts';
import { pageOf, type View } from './view.ts';

/** Which incident a triage is about, or why none is meant, as a sentence. */
export type IncidentMeant = { readonly id: string; readonly title: string } | { readonly refusal: string };

/** The incident of the open page, else of the selected row. While the feed runs, no row is meant: it moves. */
export function incidentMeant(view: View, { scene, incidents, opened }: Context): IncidentMeant {
  const page = pageOf(view);
  if (page?.name === 'detail') return { id: page.row.error.incident, title: titleOf(page.row.error) };
  if (page?.name === 'incident') {
    return { id: page.id, title: opened?.detail?.title ?? page.known?.title ?? page.id };
  }
  if (view.tab === 'incidents') {
    const chosen = incidents.rows[incidents.selected];
    return chosen ? { id: chosen.id, title: chosen.title } : { refusal: 'No incident is selected.' };
  }
  if (!view.frozen) return { refusal: 'The feed is moving: choose an error by ↑, or press 2 for incidents.' };
  const error = scene.rows[scene.selected]?.error;
  return error ? { id: error.incident, title: titleOf(error) } : { refusal: 'No error is selected.' };
}
