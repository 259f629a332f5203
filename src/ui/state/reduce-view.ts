import type { IncidentChange } from '../../ports.ts';
import { themeNames } from '../../text/themes.ts';
import { timeModes } from '../text/time-modes.ts';
import type { Context } from './context.ts';
import { withDecision } from './feed-rows.ts';
import { findCritical, findMatch } from './find.ts';
import type { Command } from './keys.ts';
import { accept, cancel, erase, openFilter, openMute, type } from './last-line.ts';
import type { MouseReport } from './mouse-report.ts';
import { type Move, moveInFeed, moveInIncidents, moveInServices, scrolled } from './moving.ts';
import { besideRecord, moveInNeighbours, openNeighbours, openRecord } from './neighbours.ts';
import { withOccurrenceHeld } from './occurrence.ts';
import { back, beside, help, open, openIncident, openWhy, showTab } from './pages.ts';
import { follow, freeze } from './pause.ts';
import { type PointerTarget, point } from './pointing.ts';
import { say } from './say.ts';
import { sorts } from './sort-services.ts';
import { type IncidentSort, pageOf, type View, withPage } from './view.ts';
import { zooms } from './wish.ts';

/** What can happen to a view. */
export type ViewAction =
  | { readonly type: 'command'; readonly command: Command; readonly context: Context }
  | {
      readonly type: 'mouse';
      readonly mouse: MouseReport;
      readonly target: PointerTarget;
      readonly context: Context;
    }
  | { readonly type: 'typed'; readonly character: string }
  | { readonly type: 'decided'; readonly change: IncidentChange }
  | { readonly type: 'say'; readonly text: string; readonly now: number };

const timeNames = {
  event: 'Time: when it was written.',
  received: 'Time: when it came here.',
  age: 'Time: age.',
};
/** The order in which `s` goes through the columns of the incidents. */
export const incidentSorts: readonly IncidentSort[] = ['last-seen', 'first-seen', 'count'];

/** What the user has chosen after a key. Commands with an effect outside (copy, triage) change nothing of that here. */
export function reduceView(view: View, action: ViewAction): View {
  if (action.type === 'say') return { ...view, said: { text: action.text, at: action.now } };
  if (action.type === 'typed') return type(view, action.character);
  if (action.type === 'decided') return decided(view, action.change);
  if (action.type === 'mouse') return point(view, action.mouse, action.target, action.context);
  const { command, context } = action;
  switch (command) {
    case 'up':
    case 'down':
    case 'pageUp':
    case 'pageDown':
    case 'first':
    case 'last':
      return move(view, command, context);
    case 'showFeed':
      return showTab(view, 'feed');
    case 'showIncidents':
      return showTab(view, 'incidents');
    case 'showTimeline':
      return showTab(view, 'timeline');
    case 'showHealth':
      return showTab(view, 'health');
    case 'open':
      return pageOf(view)?.name === 'neighbours' ? openRecord(view, context) : open(view, context);
    case 'openIncident':
      return openIncident(view, context);
    case 'neighbours':
      return openNeighbours(view, context);
    case 'why':
      return openWhy(view, context);
    case 'back':
      return back(view);
    case 'help':
      return help(view);
    case 'pause':
      return view.frozen
        ? follow(view)
        : say(
            freeze(view, context.scene),
            context,
            'The feed is paused; Space goes on. Services and chart go on.',
          );
    case 'follow':
      return view.frozen ? follow(view) : say(view, context, 'The newest error is followed already.');
    case 'next':
      return pageOf(view)?.name === 'record' ? besideRecord(view, 1, context) : beside(view, 1, context);
    case 'previous':
      return pageOf(view)?.name === 'record' ? besideRecord(view, -1, context) : beside(view, -1, context);
    case 'nextCritical':
      return findCritical(view, context, 1);
    case 'previousCritical':
      return findCritical(view, context, -1);
    case 'nextMatch':
      return findMatch(view, context, 1);
    case 'previousMatch':
      return findMatch(view, context, -1);
    case 'nextPane':
      return { ...view, pane: view.pane === 'list' ? 'services' : 'list' };
    case 'sort':
      return sort(view, context);
    case 'zoomIn':
    case 'zoomOut': {
      const zoom = view.zoom + (command === 'zoomIn' ? -1 : 1);
      if (zooms[zoom]) return { ...view, zoom, listTop: 0 };
      return say(
        view,
        context,
        command === 'zoomIn' ? 'There are no shorter steps.' : 'There are no longer steps.',
      );
    }
    case 'time': {
      const time = after(timeModes, view.time);
      return say({ ...view, time }, context, timeNames[time]);
    }
    case 'theme': {
      const theme = after(themeNames, view.theme);
      return say({ ...view, theme }, context, `Theme: ${theme}.`);
    }
    case 'wrap':
      return wrap(view, context);
    case 'order': {
      const newestFirst = !view.newestFirst;
      const text = newestFirst ? 'Newest at the top.' : 'Newest at the bottom.';
      return say({ ...view, newestFirst, anchor: null }, context, text);
    }
    case 'filter':
      return openFilter(view);
    case 'mute':
      return openMute(view, context);
    case 'muteRate':
      return view.line?.name === 'mute'
        ? { ...view, line: { ...view.line, name: 'muteRate', text: '', isRefused: false } }
        : view;
    case 'muteHour':
    case 'muteDay':
      return { ...view, line: null };
    case 'accept':
      return accept(view);
    case 'cancel':
      return cancel(view);
    case 'erase':
      return erase(view, false);
    case 'eraseAll':
      return erase(view, true);
    case 'quit':
    case 'interrupt':
      return { ...view, quitting: true };
    case 'resolve':
    case 'undo':
    case 'copy':
    case 'copyJson':
    case 'suspend':
      return view;
  }
}

/** A picture that is held shows decisions, too: a row of the feed is chosen only there. */
function decided(view: View, change: IncidentChange): View {
  const { frozen } = view;
  return frozen ? { ...view, frozen: { ...frozen, rows: withDecision(frozen.rows, change) } } : view;
}

function move(view: View, command: Move, context: Context): View {
  const page = pageOf(view);
  if (page?.name === 'neighbours') return moveInNeighbours(view, command, context);
  if (page) {
    const held = withOccurrenceHeld(page, context.opened);
    return withPage(view, () => ({ ...held, top: scrolled(page.top, command, context) }));
  }
  if (view.pane === 'services') return moveInServices(view, command, context);
  if (view.tab === 'feed') return moveInFeed(view, command, context);
  if (view.tab === 'incidents') return moveInIncidents(view, command, context);
  return { ...view, listTop: scrolled(view.listTop, command, context) };
}

const serviceSortNames = {
  errors: 'errors a minute',
  share: 'share of errors',
  total: 'total',
  seen: 'last error',
  name: 'name',
};
const incidentSortNames = { 'last-seen': 'last seen', 'first-seen': 'first seen', count: 'count' };

function sort(view: View, context: Context): View {
  if (view.tab !== 'incidents' || view.pane === 'services') {
    const by = after(sorts, view.sort);
    return say({ ...view, sort: by }, context, `Services by ${serviceSortNames[by]}.`);
  }
  const incidentSort = after(incidentSorts, view.incidentSort);
  return say({ ...view, incidentSort }, context, `Incidents by ${incidentSortNames[incidentSort]}.`);
}

/** Lists and pages are wrapped each for themselves. */
function wrap(view: View, context: Context): View {
  const wrapped = pageOf(view) ? { ...view, wrapDetail: !view.wrapDetail } : { ...view, wrap: !view.wrap };
  const isWrapped = pageOf(view) ? wrapped.wrapDetail : wrapped.wrap;
  return say(wrapped, context, isWrapped ? 'Long lines are wrapped.' : 'Long lines are cut.');
}

function after<T>(all: readonly T[], current: T): T {
  return all[(all.indexOf(current) + 1) % all.length] ?? current;
}
