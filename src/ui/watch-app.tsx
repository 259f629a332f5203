import { type SuspendTerminal, useApp, useInput, useWindowSize } from 'ink';
import { useEffect, useReducer, useSyncExternalStore } from 'react';
import type { Health, LogError } from '../types.ts';
import { compose, contextOf, type Frame, type FrameInput } from './screens/compose.ts';
import { Screen } from './screens/screen.tsx';
import type { Feed } from './state/feed.ts';
import { keyNames } from './state/key-names.ts';
import { commandFor } from './state/keys.ts';
import { reduceView } from './state/reduce-view.ts';
import { initialView, type View } from './state/view.ts';
import { clipboardSequence, errorAsJson, errorAsText } from './text/copy.ts';
import type { Paint } from './text/paint.ts';

type Props = {
  readonly feed: Feed;
  readonly health: () => Health;
  readonly lagTrend: () => readonly number[];
  readonly now: () => number;
  readonly paint: Paint;
  readonly onQuit: () => void;
  /** Sends the process to the background, as Ctrl-Z does. */
  readonly onSuspend: () => void;
  /** Writes a sequence that moves nothing on the screen. */
  readonly write: (sequence: string) => void;
  /** Tells once how the terminal can be handed over and taken back. */
  readonly onReady: (suspend: SuspendTerminal) => void;
};

/** The one component that reads the feed. What it draws and what keys do are functions of the same frame. */
export function WatchApp({ feed, health, lagTrend, now, paint, onQuit, onSuspend, write, onReady }: Props) {
  const live = useSyncExternalStore(feed.subscribe, feed.snapshot);
  const { columns, rows } = useWindowSize();
  const [view, dispatch] = useReducer(reduceApp, initialView);
  const { suspendTerminal } = useApp();
  useEffect(() => onReady(suspendTerminal), [onReady, suspendTerminal]);

  const seen = { live, health: health(), lagTrend: lagTrend(), columns, rows, now: now(), paint };
  const input = { ...seen, view };
  const frame = compose(input);

  const copy = (command: 'copy' | 'copyJson'): void => {
    const error = frame && selectedError(frame);
    if (!error) return;
    write(clipboardSequence(command === 'copy' ? errorAsText(error) : errorAsJson(error)));
    dispatch({
      type: 'say',
      text: command === 'copy' ? 'Copied as text.' : 'Copied as JSON.',
      now: seen.now,
    });
  };
  useInput((text, key) => {
    for (const name of keyNames(text, key)) {
      const command = commandFor(name, view.screen);
      if (command === 'quit' || command === 'interrupt') onQuit();
      if (command === 'suspend') onSuspend();
      if (command === 'copy' || command === 'copyJson') copy(command);
      dispatch({ type: 'key', name, seen });
    }
  });

  return <Screen input={input} frame={frame} />;
}

type Action =
  | { readonly type: 'key'; readonly name: string; readonly seen: Omit<FrameInput, 'view'> }
  | { readonly type: 'say'; readonly text: string; readonly now: number };

/** Several keys can come before the next frame is drawn: each acts on the frame as the one before it left it. */
function reduceApp(view: View, action: Action): View {
  if (action.type === 'say') return reduceView(view, action);
  const command = commandFor(action.name, view.screen);
  const frame = command && compose({ ...action.seen, view });
  return frame ? reduceView(view, { type: 'command', command, context: contextOf(frame) }) : view;
}

function selectedError({ view, scene }: Frame): LogError | undefined {
  return view.detail?.row.error ?? scene.rows[scene.selected]?.error;
}
