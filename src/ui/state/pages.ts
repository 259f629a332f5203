import { titleOf } from '../../incident-title.ts';
import type { LogError } from '../../types.ts';
import type { Context } from './context.ts';
import { errorMeant } from './error-meant.ts';
import { selectRow } from './moving.ts';
import { occurrenceIndex, occurrenceKey } from './occurrence.ts';
import { follow, freeze } from './pause.ts';
import type { Scene } from './scene.ts';
import { type IncidentPage, type Page, pageOf, type Tab, type View, type WhyPage, withPage } from './view.ts';

/** Occurrences that are loaded at first, and again whenever the last one is passed. */
const occurrencesAtOnce = 50;
const mostOccurrences = 500;

export function showTab(view: View, tab: Tab): View {
  return view.tab === tab && view.pages.length === 0
    ? view
    : { ...view, tab, pages: [], listTop: 0, pane: 'list' };
}

/** Enter: the selected error, incident or service. */
export function open(view: View, context: Context): View {
  const { scene, incidents, now } = context;
  if (view.pane === 'services') {
    const name = scene.services[scene.selectedService]?.name;
    if (name === undefined) return view;
    const onlyService = view.onlyService === name ? null : name;
    const text = onlyService === null ? 'All services.' : `${name} only. Esc shows all.`;
    return { ...view, onlyService, selectedRow: null, anchor: null, pane: 'list', said: { text, at: now } };
  }
  if (view.tab === 'incidents') {
    const known = incidents.rows[incidents.selected];
    if (!known) return view;
    const page = { ...incidentPage(known.id), known };
    return { ...withMore(view, page), selectedIncident: known.id };
  }
  const row = scene.rows[scene.selected];
  if (view.tab !== 'feed' || !row) return view;
  return overFeed(view, scene, { name: 'detail', row, top: 0 });
}

/** The incident of the selected or open error. */
export function openIncident(view: View, context: Context): View {
  const error = errorMeant(view, context);
  if (!error) return view;
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
      : view;
  }
  const error = scene.rows[scene.selected]?.error;
  return error ? overFeed(view, scene, whyOf(error)) : view;
}

function whyOf(error: LogError): WhyPage & { readonly top: number } {
  const { incident, grouping } = error;
  return { name: 'why', id: incident, title: titleOf(error), grouping, top: 0 };
}

/** The error beside the open one, or the occurrence beside the one that is shown: `step` 1 is below, or older. */
export function beside(view: View, step: 1 | -1, context: Context): View {
  const page = pageOf(view);
  if (page?.name === 'detail') return selectRow(view, context, context.scene.selected + step);
  if (page?.name !== 'incident' || !context.opened) return view;
  const { occurrences } = context.opened;
  const index = occurrenceIndex(page, context.opened) + step;
  const chosen = occurrences[index];
  const say = (text: string): View => ({ ...view, said: { text, at: context.now } });
  if (index < 0) return say('This is the newest occurrence.');
  if (chosen) return withPage(view, () => ({ ...page, occurrence: occurrenceKey(chosen), top: page.top }));
  if (occurrences.length < page.limit || page.limit >= mostOccurrences)
    return say('This is the oldest occurrence that is shown.');
  const more = withPage(view, () => ({ ...page, limit: page.limit + occurrencesAtOnce }));
  return { ...more, said: { text: 'Loading older ones …', at: context.now } };
}

/** Esc: the page before, then without a filter, then all services. */
export function back(view: View): View {
  const page = pageOf(view);
  if (page) {
    const closed = { ...view, pages: view.pages.slice(0, -1) };
    return page.resume ? follow(closed) : closed;
  }
  if (view.filter) return { ...view, filter: null, anchor: null };
  return view.onlyService === null ? view : { ...view, onlyService: null, anchor: null, said: null };
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
