import { type SuspendTerminal, useApp, useInput, useWindowSize } from 'ink';
import { useEffect, useReducer, useSyncExternalStore } from 'react';
import type { Health, LogError } from '../types.ts';
import { compose, contextOf, type Frame } from './screens/compose.ts';
import { Screen } from './screens/screen.tsx';
import type { Feed } from './state/feed.ts';
import { keyNames } from './state/key-names.ts';
import { type Command, commandFor } from './state/keys.ts';
import { reduceView } from './state/reduce-view.ts';
import { initialView } from './state/view.ts';
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
  const [view, dispatch] = useReducer(reduceView, initialView);
  const { suspendTerminal } = useApp();
  useEffect(() => onReady(suspendTerminal), [onReady, suspendTerminal]);

  const input = { live, health: health(), lagTrend: lagTrend(), view, columns, rows, now: now(), paint };
  const frame = compose(input);

  const run = (command: Command): void => {
    if (command === 'quit' || command === 'interrupt') onQuit();
    if (command === 'suspend') onSuspend();
    if (!frame) return;
    const selected = selectedError(frame);
    if (command === 'copy' || command === 'copyJson') {
      if (!selected) return;
      write(clipboardSequence(command === 'copy' ? errorAsText(selected) : errorAsJson(selected)));
      const text = command === 'copy' ? 'Copied as text.' : 'Copied as JSON.';
      dispatch({ type: 'say', text, now: frame.now });
    }
    dispatch({ type: 'command', command, context: contextOf(frame) });
  };

  useInput((text, key) => {
    for (const name of keyNames(text, key)) {
      const command = commandFor(name, view.screen);
      if (command) run(command);
    }
  });

  return <Screen input={input} frame={frame} />;
}

function selectedError({ view, scene }: Frame): LogError | undefined {
  return view.detail?.row.error ?? scene.rows[scene.selected]?.error;
}
