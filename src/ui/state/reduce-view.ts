import type { TimeMode } from '../text/times.ts';
import type { Command } from './keys.ts';
import { type Move, moveInFeed, moveInServices, selectRow } from './moving.ts';
import type { Scene } from './scene.ts';
import { sorts } from './sort-services.ts';
import type { View } from './view.ts';

/** What a key needs to know of the screen it was pressed on. */
export type Context = {
  readonly scene: Scene;
  /** Lines of the list of errors, and of the detail or help. */
  readonly feedLines: number;
  readonly bodyLines: number;
  /** Lines of the whole text of the detail or help. */
  readonly textLines: number;
  /** ms since the epoch. */
  readonly now: number;
};

export type ViewAction =
  | { readonly type: 'command'; readonly command: Command; readonly context: Context }
  | { readonly type: 'say'; readonly text: string; readonly now: number };

const timeModes: readonly TimeMode[] = ['event', 'received', 'age'];
const timeNames = {
  event: 'Time: when it was written.',
  received: 'Time: when it came here.',
  age: 'Time: age.',
};

/** What the user has chosen after a key. Commands with an effect outside (copy, suspend) change nothing here. */
export function reduceView(view: View, action: ViewAction): View {
  if (action.type === 'say') return { ...view, said: { text: action.text, at: action.now } };
  const { command, context } = action;
  const say = (text: string): View['said'] => ({ text, at: context.now });
  switch (command) {
    case 'up':
    case 'down':
    case 'pageUp':
    case 'pageDown':
    case 'first':
    case 'last':
      return move(view, command, context);
    case 'open':
      return open(view, context);
    case 'back':
      return back(view);
    case 'help':
      return view.screen === 'help' ? back(view) : { ...view, screen: 'help', helpTop: 0 };
    case 'pause':
      return view.frozen ? follow(view) : freeze(view, context.scene);
    case 'follow':
      return follow(view);
    case 'nextError':
      return selectRow(view, context, context.scene.selected + 1);
    case 'previousError':
      return selectRow(view, context, context.scene.selected - 1);
    case 'nextCritical':
    case 'previousCritical':
      return findCritical(view, context, command === 'nextCritical' ? 1 : -1);
    case 'nextPane':
      return { ...view, pane: view.pane === 'feed' ? 'services' : 'feed' };
    case 'sort':
      return { ...view, sort: after(sorts, view.sort) };
    case 'time': {
      const time = after(timeModes, view.time);
      return { ...view, time, said: say(timeNames[time]) };
    }
    case 'wrap':
      return view.screen === 'detail'
        ? { ...view, wrapDetail: !view.wrapDetail }
        : { ...view, wrap: !view.wrap };
    case 'order': {
      const newestFirst = !view.newestFirst;
      return {
        ...view,
        newestFirst,
        anchor: null,
        said: say(newestFirst ? 'Newest at the top.' : 'Newest at the bottom.'),
      };
    }
    case 'quit':
    case 'interrupt':
      return { ...view, quitting: true };
    case 'copy':
    case 'copyJson':
    case 'suspend':
      return view;
  }
}

function move(view: View, command: Move, context: Context): View {
  if (view.screen === 'help') return { ...view, helpTop: scrolled(view.helpTop, command, context) };
  if (view.screen === 'detail' && view.detail) {
    return { ...view, detail: { ...view.detail, top: scrolled(view.detail.top, command, context) } };
  }
  return view.pane === 'services'
    ? moveInServices(view, command, context)
    : moveInFeed(view, command, context);
}

function scrolled(top: number, command: Move, { bodyLines, textLines }: Context): number {
  const lowest = Math.max(0, textLines - bodyLines);
  const page = Math.max(1, bodyLines - 2);
  const wanted = {
    up: top - 1,
    down: top + 1,
    pageUp: top - page,
    pageDown: top + page,
    first: 0,
    last: lowest,
  }[command];
  return Math.min(Math.max(wanted, 0), lowest);
}

function open(view: View, { scene, now }: Context): View {
  if (view.pane === 'services') {
    const name = scene.services[scene.selectedService]?.name;
    if (name === undefined) return view;
    const onlyService = view.onlyService === name ? null : name;
    const text = onlyService === null ? 'Errors of all services.' : `Errors of ${name} only. Esc shows all.`;
    return { ...view, onlyService, selectedRow: null, anchor: null, pane: 'feed', said: { text, at: now } };
  }
  const row = scene.rows[scene.selected];
  if (!row) return view;
  const resume = view.frozen === null;
  return { ...freeze(view, scene), screen: 'detail', detail: { row, top: 0, resume } };
}

function back(view: View): View {
  if (view.screen === 'help') return { ...view, screen: view.detail ? 'detail' : 'main' };
  if (view.screen === 'detail') {
    const closed: View = { ...view, screen: 'main', detail: null };
    return view.detail?.resume ? follow(closed) : closed;
  }
  return view.onlyService === null ? view : { ...view, onlyService: null, anchor: null };
}

function freeze(view: View, scene: Scene): View {
  if (view.frozen) return view;
  return { ...view, frozen: scene.live, selectedRow: scene.rows[scene.selected]?.key ?? null, anchor: null };
}

/** Following has no detail to go back to: it closes it. */
function follow(view: View): View {
  const screen = view.screen === 'detail' ? 'main' : view.screen;
  return { ...view, screen, detail: null, frozen: null, selectedRow: null, anchor: null };
}

function findCritical(view: View, context: Context, step: 1 | -1): View {
  const { rows, selected } = context.scene;
  const isCritical = (index: number): boolean => rows[index]?.error.severity === 'CRITICAL';
  if (!view.frozen) {
    const newest = view.newestFirst
      ? rows.findIndex((_, index) => isCritical(index))
      : rows.findLastIndex((_, index) => isCritical(index));
    return newest === -1
      ? { ...view, said: { text: 'No CRITICAL error so far.', at: context.now } }
      : { ...selectRow(freeze(view, context.scene), context, newest), pane: 'feed' };
  }
  let index = selected + step;
  while (index >= 0 && index < rows.length && !isCritical(index)) index += step;
  if (index >= 0 && index < rows.length) return { ...selectRow(view, context, index), pane: 'feed' };
  const text = step === 1 ? 'No CRITICAL below. E looks above.' : 'No CRITICAL above. e looks below.';
  return { ...view, said: { text, at: context.now } };
}

function after<T>(all: readonly T[], current: T): T {
  return all[(all.indexOf(current) + 1) % all.length] ?? current;
}
