import type { Health } from '../../../src/types.ts';
import { compose, contextOf, type Frame } from '../../../src/ui/screens/compose.ts';
import type { Feed } from '../../../src/ui/state/feed.ts';
import { createFeed } from '../../../src/ui/state/feed.ts';
import { commandFor } from '../../../src/ui/state/keys.ts';
import { reduceView } from '../../../src/ui/state/reduce-view.ts';
import { initialView, type View } from '../../../src/ui/state/view.ts';
import { createPaint } from '../../../src/ui/text/paint.ts';
import { aHealth, noon } from '../../support/builders.ts';

/** Someone at a terminal of a size, without the terminal: keys change the view, the frame is what is seen. */
export type Session = {
  readonly feed: Feed;
  press(...keys: readonly string[]): void;
  view(): View;
  frame(): Frame;
  /** Messages of the rows that are drawn. */
  seen(): readonly string[];
  selected(): string | undefined;
  resize(columns: number, rows: number): void;
  /** Lets time pass, at the end of which the screen ticks. */
  wait(ms: number): void;
};

export type SessionOptions = {
  readonly health?: Health;
  readonly feed?: (now: () => number) => Feed;
  /** When the session begins, ms since the epoch. */
  readonly since?: number;
};

export function aSession(options: SessionOptions = {}): Session {
  const { health = aHealth(), feed: create = (now) => createFeed({ now }), since = noon } = options;
  let clock = since;
  const now = (): number => clock;
  const feed = create(now);
  let size = { columns: 80, rows: 24 };
  let view = initialView;
  const frame = (): Frame => {
    const made = compose({
      live: feed.snapshot(),
      health,
      lagTrend: [],
      view,
      ...size,
      now: now(),
      paint: createPaint(0),
    });
    if (!made) throw new Error('The terminal of the session is too small.');
    return made;
  };

  return {
    feed,
    press(...keys) {
      for (const key of keys) {
        const command = commandFor(key, view.screen);
        if (command) view = reduceView(view, { type: 'command', command, context: contextOf(frame()) });
      }
    },
    view: () => view,
    frame,
    seen() {
      const { rows, window } = frame().scene;
      return rows.slice(window.first, window.last + 1).map(({ error }) => error.message);
    },
    selected() {
      const { rows, selected } = frame().scene;
      return rows[selected]?.error.message;
    },
    resize(columns, rows) {
      size = { columns, rows };
    },
    wait(ms) {
      clock += ms;
      feed.refresh();
    },
  };
}
