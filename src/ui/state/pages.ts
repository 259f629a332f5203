import { titleOf } from '../../incident-title.ts';
import type { LogError } from '../../types.ts';
import type { Context } from './context.ts';
import { errorMeant } from './error-meant.ts';
import { selectRow } from './moving.ts';
import { occurrenceIndex, occurrenceKey } from './occurrence.ts';
import { follow, freeze } from './pause.ts';
import { say } from './say.ts';
import type { Scene } from './scene.ts';
import { type IncidentPage, type Page, pageOf, type Tab, type View, type WhyPage, withPage } from './view.ts';

/** Occurrences that are loaded at first, and again whenever the last one is passed. */
const occurrencesAtOnce = 50;
const mostOccurrences = 500;

/** Another view, without the pages over this one; a feed that only they held goes on. */
export function showTab(view: View, tab: Tab): View {
  if (view.tab === tab && view.pages.length === 0) return view;
  const held = view.pages.some(({ resume }) => resume === true) ? follow(view) : view;
  return { ...held, tab, pages: [], listTop: 0, pane: 'list', said: null };
}

/** Enter: the selected error, incident or service. */
export function open(view: View, context: Context): View {
  const { scene, incidents } = context;
  if (view.pane === 'services') {
    const name = scene.services[scene.selectedService]?.name;
    if (name === undefined) return say(view, context, 'No service to choose.');
    const onlyService = view.onlyService === name ? null : name;
    const text = onlyService === null ? 'All services.' : `${name} only. Esc shows all.`;
    return say({ ...view, onlyService, selectedRow: null, anchor: null, pane: 'list' }, context, text);
  }
  if (view.tab === 'incidents') {
    const known = incidents.rows[incidents.selected];
    if (!known) return say(view, context, 'No incident to open.');
    const page = { ...incidentPage(known.id), known };
    return { ...withMore(view, page), selectedIncident: known.id };
  }
  if (view.tab !== 'feed') return say(view, context, 'Nothing to open here. Tab goes to the services.');
  const row = scene.rows[scene.selected];
  if (!row) return say(view, context, 'No error to open.');
  return overFeed(view, scene, { name: 'detail', row, top: 0 });
}

/** The incident of the selected or open error. */
export function openIncident(view: View, context: Context): View {
  const error = errorMeant(view, context);
  if (!error) return say(view, context, 'No error is selected.');
  const known = { ...incidentPage(error.incident), occurrence: occurrenceKey(error) };
  return overFeed(view, context.scene, known);
}

function incidentPage(id: string): IncidentPage & { readonly top: number } {
  return { name: 'incident', id, known: null, occurrence: null, limit: occurrencesAtOnce, top: 0 };
}

/** Why the error or incident was grouped as it was. */
export function openWhy(view: View, context: Context): View {
  const { scene, incidents, opened } = context;
  const page = pageOf(view);
  if (page?.name === 'detail') return withMore(view, whyOf(page.row.error));
  if (page?.name === 'incident') {
    const title = opened?.detail?.title ?? page.known?.title ?? page.id;
    return withMore(view, { name: 'why', id: page.id, title, grouping: null, top: 0 });
  }
  if (view.tab === 'incidents') {
    const listed = incidents.rows[incidents.selected];
    return listed
      ? withMore(view, { name: 'why', id: listed.id, title: listed.title, grouping: null, top: 0 })
      : say(view, context, 'No incident is selected.');
  }
  const error = scene.rows[scene.selected]?.error;
  return error ? overFeed(view, scene, whyOf(error)) : say(view, context, 'No error is selected.');
}

function whyOf(error: LogError): WhyPage & { readonly top: number } {
  const { incident, grouping } = error;
  return { name: 'why', id: incident, title: titleOf(error), grouping, top: 0 };
}

/** The error beside the open one, or the occurrence beside the one that is shown: `step` 1 is below, or older. */
export function beside(view: View, step: 1 | -1, context: Context): View {
  const page = pageOf(view);
  if (page?.name === 'detail') return besideError(view, step, context);
  if (page?.name !== 'incident') return view;
  if (!context.opened) return say(view, context, 'The incident is still being loaded.');
  const { occurrences } = context.opened;
  const index = occurrenceIndex(page, context.opened) + step;
  const chosen = occurrences[index];
  if (index < 0) return say(view, context, 'This is the newest occurrence.');
  if (chosen) return withPage(view, () => ({ ...page, occurrence: occurrenceKey(chosen), top: page.top }));
  if (occurrences.length < page.limit || page.limit >= mostOccurrences)
    return say(view, context, 'This is the oldest occurrence that is shown.');
  const more = withPage(view, () => ({ ...page, limit: page.limit + occurrencesAtOnce }));
  return say(more, context, 'Loading older ones …');
}

function besideError(view: View, step: 1 | -1, context: Context): View {
  const { rows, selected } = context.scene;
  if (rows[selected + step]) return selectRow(view, context, selected + step);
  return say(
    view,
    context,
    step === 1 ? 'This is the last error of the list.' : 'This is the first error of the list.',
  );
}

/** Esc: the page before, then without the filter of a list, then all services. What was said is of the screen before. */
export function back(view: View): View {
  const page = pageOf(view);
  const quiet = { ...view, said: null };
  if (page) {
    const closed = { ...quiet, pages: view.pages.slice(0, -1) };
    return page.resume ? follow(closed) : closed;
  }
  const isFiltered = view.filter !== null && (view.tab === 'feed' || view.tab === 'incidents');
  if (isFiltered) return { ...quiet, filter: null, anchor: null };
  return view.onlyService === null ? quiet : { ...quiet, onlyService: null, anchor: null };
}

export function help(view: View): View {
  return pageOf(view)?.name === 'help' ? back(view) : withMore(view, { name: 'help', top: 0 });
}

/** Holds the feed while the page is open; it goes on afterwards if it was live. */
export function overFeed(view: View, scene: Scene, page: Page): View {
  return withMore(freeze(view, scene), { ...page, resume: view.frozen === null });
}

export function withMore(view: View, page: Page): View {
  return { ...view, pages: [...view.pages, page] };
}
