import type { IncidentChange, Triage } from '../ports.ts';
import { count } from '../text/numbers.ts';
import type { LogError, Neighbour } from '../types.ts';
import { compose, contextOf, type Frame, type FrameInput } from './screens/compose.ts';
import { targetAt } from './screens/target-at.ts';
import { elsewhere } from './state/elsewhere.ts';
import { errorMeant } from './state/error-meant.ts';
import { incidentMeant } from './state/incident-meant.ts';
import { typedBy } from './state/key-names.ts';
import { type Command, commandFor } from './state/keys.ts';
import { usualRate } from './state/last-line.ts';
import type { MouseReport } from './state/mouse-report.ts';
import { neighbourMeant } from './state/neighbour-scene.ts';
import { surroundingsWanted } from './state/neighbours.ts';
import type { Wish } from './state/past.ts';
import { reduceView, type ViewAction } from './state/reduce-view.ts';
import type { SurroundingsWish } from './state/surroundings.ts';
import { screenOf, type View } from './state/view.ts';
import { wishOf } from './state/wish.ts';
import { recordAsJson, recordAsText } from './text/copy.ts';
import { createTriaging } from './triaging.ts';

/** What keys reach outside of the screen. */
export type Outside = {
  quit(): void;
  /** Sends the process to the background, as Ctrl-Z does. */
  suspend(): void;
  /** Puts a text into the clipboards in reach; resolves with the ways that were taken, in words. */
  copy(text: string): Promise<readonly string[]>;
  /** Says what of the past is shown from now on. */
  want(wish: Wish): void;
  /** Says whose neighbours are shown from now on. */
  wantAround(wish: SurroundingsWish | null): void;
  /** A triage has changed something in the store. */
  changed(): void;
  /** Undefined as long as the store is not open. */
  triage(): Triage | undefined;
  /** Called with each view that a key leads to. */
  keep(view: View): void;
  /** ms since the epoch. */
  now(): number;
};

/** What the user has chosen so far, and the way that keys change it. */
export type Session = {
  /** The same object until the next change. */
  view(): View;
  subscribe(listener: () => void): () => void;
  /** Acts on a key (as `keyNames` names it) that was pressed while `seen` was on the screen. */
  press(name: string, seen: Omit<FrameInput, 'view'>): void;
  /** Acts on a mouse that was used while `seen` was on the screen. */
  point(mouse: MouseReport, seen: Omit<FrameInput, 'view'>): void;
  /** Shows on a feed that is held what a person decided about an incident, here or elsewhere. */
  announce(change: IncidentChange): void;
  /** What was copied last; after quitting by a key and without any copy, the selected error as text. */
  picked(): string | undefined;
};

/** @param by - Names the person or terminal in the history of an incident, and whose triage `u` takes back. */
export function createSession(first: View, by: string, outside: Outside): Session {
  const listeners = new Set<() => void>();
  let view = first;
  let picked: string | undefined;

  function apply(action: ViewAction): void {
    const next = reduceView(view, action);
    if (next === view) return;
    view = next;
    outside.want(wishOf(view));
    outside.wantAround(surroundingsWanted(view));
    outside.keep(view);
    for (const listener of listeners) listener();
  }

  const say = (text: string): void => apply({ type: 'say', text, now: outside.now() });
  const triaging = createTriaging({ triage: outside.triage, by, say, changed: outside.changed });

  async function copy(command: 'copy' | 'copyJson', frame: Frame): Promise<void> {
    const record = recordMeant(frame);
    if (!record) {
      say('No error is selected.');
      return;
    }
    picked = command === 'copy' ? recordAsText(record) : recordAsJson(record);
    const ways = await outside.copy(picked);
    say(`Copied as ${command === 'copy' ? 'text' : 'JSON'} by ${ways.join(' and ')}.`);
  }

  function resolve(frame: Frame): void {
    const meant = incidentMeant(view, contextOf(frame));
    if ('refusal' in meant) say(meant.refusal);
    else triaging.resolve(meant.id);
  }

  function mute(how: { readonly until: number } | { readonly perMinute: number }, words: string): void {
    const { line } = view;
    if (line?.name === 'mute' || line?.name === 'muteRate') triaging.mute(line.id, how, words);
  }

  /** What a command does outside; the view as it was before the key. */
  function act(command: Command, frame: Frame | null): void {
    if (command === 'quit' || command === 'interrupt') {
      picked ??= frame ? selectedText(frame) : undefined;
      outside.quit();
    }
    if (command === 'suspend') outside.suspend();
    if (!frame) return;
    if (command === 'copy' || command === 'copyJson') void copy(command, frame);
    if (command === 'resolve') resolve(frame);
    if (command === 'undo') triaging.undo();
    if (command === 'muteHour') mute({ until: outside.now() + 3_600_000 }, 'for 1 h');
    if (command === 'muteDay') mute({ until: outside.now() + 86_400_000 }, 'for 24 h');
    if (command === 'accept' && view.line?.name === 'muteRate' && !view.line.isRefused) {
      const perMinute = Number(view.line.text) || usualRate;
      mute({ perMinute }, `until more than ${count(perMinute)} a minute`);
    }
  }

  outside.want(wishOf(view));
  return {
    view: () => view,
    picked: () => picked,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce: (change) => apply({ type: 'decided', change }),
    point(mouse, seen) {
      const frame = compose({ ...seen, view });
      const target = frame && targetAt(frame, mouse.column, mouse.row);
      if (target) apply({ type: 'mouse', mouse, target, context: contextOf(frame) });
    },
    press(name, seen) {
      const command = commandFor(name, screenOf(view));
      const frame = compose({ ...seen, view });
      if (command) {
        act(command, frame);
        if (frame) apply({ type: 'command', command, context: contextOf(frame) });
        return;
      }
      if (view.line) {
        const character = typedBy(name);
        if (character !== undefined) apply({ type: 'typed', character });
        return;
      }
      const where = elsewhere(name);
      if (where !== undefined) say(where);
    },
  };
}

/** What copying is about: of the open page, else of the selected row. */
function recordMeant(frame: Frame): LogError | Neighbour | undefined {
  const context = contextOf(frame);
  return neighbourMeant(frame.view, context.neighbours) ?? errorMeant(frame.view, context);
}

/** In a feed that runs no row is selected. */
function selectedText(frame: Frame): string | undefined {
  const { frozen, pages } = frame.view;
  const record = frozen || pages.length > 0 ? recordMeant(frame) : undefined;
  return record && recordAsText(record);
}
