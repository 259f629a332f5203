import type { ColorSupportLevel } from 'chalk';
import { render } from 'ink';
import type { Health } from '../health.ts';
import type { IncidentChange, ReadNeighbours, Triage } from '../ports.ts';
import { colorLevelOf } from '../text/color-level.ts';
import { themeNames } from '../text/themes.ts';
import { type Clipboard, createClipboard } from './clipboard.ts';
import { createJobControl, type Suspend } from './job-control.ts';
import { createMouse } from './mouse.ts';
import { createSession } from './session.ts';
import type { Feed } from './state/feed.ts';
import { createLagTrends } from './state/lag-trends.ts';
import type { Past } from './state/past.ts';
import { createSurroundings } from './state/surroundings.ts';
import { initialView, type View } from './state/view.ts';
import { createPaint } from './text/paint.ts';
import { WatchApp } from './watch-app.tsx';

export type WatchOptions = {
  readonly feed: Feed;
  readonly past: Past;
  readonly readNeighbours: ReadNeighbours;
  /** Undefined as long as the store is not open. */
  readonly triage: () => Triage | undefined;
  /** Names the person or terminal in the triage of incidents. */
  readonly by: string;
  /** Read for each frame. */
  readonly health: () => Health;
  /** Called for q and Ctrl-C, each time: the first stops gracefully, the second at once. The screen stays until `close`. */
  readonly onQuit: () => void;
  /** What was chosen in an earlier run. */
  readonly settings?: Partial<View>;
  /** How texts are copied; by default to the terminal and by the tools of this machine. */
  readonly clipboard?: Clipboard;
  /** Called with each view that a key leads to. */
  readonly onView?: (view: View) => void;
  /** Says its lines instead of drawing them, and seldom of itself: each time, a reader begins anew. */
  readonly screenReader?: boolean;
  /** Takes clicks and the wheel from the terminal, which then selects no text by itself. */
  readonly mouse?: boolean;
  readonly stdout?: NodeJS.WriteStream;
  readonly stdin?: NodeJS.ReadStream;
  /** ms since the epoch. */
  readonly now?: () => number;
  /** Colours; by default what the terminal can, none with NO_COLOR. */
  readonly colorLevel?: ColorSupportLevel;
};

export type WatchScreen = {
  /** Resolves when the terminal is given back; rejects with the error that ended the screen. */
  readonly done: Promise<void>;
  /** Gives the terminal back. */
  close(): void;
  /** Shows what a person decided about an incident, here or elsewhere, also while the feed is held. */
  announce(change: IncidentChange): void;
  /** What was copied last, else what was selected when a key quit; undefined for neither. */
  picked(): string | undefined;
};

/** Keys are answered within a frame of these, which is 17 ms; the feed publishes ten times a second at the most. */
const maxFps = 60;
/** How often a screen reader hears of errors that came, without a key. */
export const calmSeconds = 10;

/**
 * Draws the live monitor on the alternate screen until `close` is called.
 *
 * The terminal is given back whole also when the process is ended by a signal or an error, and while it is stopped by
 * Ctrl-Z.
 */
export function renderWatch(options: WatchOptions): WatchScreen {
  const {
    feed,
    past,
    health,
    onQuit,
    stdout = process.stdout,
    stdin = process.stdin,
    now = Date.now,
    clipboard = createClipboard({
      env: process.env,
      platform: process.platform,
      write: (sequence) => stdout.write(sequence),
    }),
  } = options;
  const lags = createLagTrends();
  const surroundings = createSurroundings(options.readNeighbours);
  const level = options.colorLevel ?? colorLevelOf(stdout);
  const paints = new Map(themeNames.map((theme) => [theme, createPaint(level, theme)]));
  const plain = createPaint(level);
  const mouse = options.mouse ? createMouse(stdin, (sequence) => stdout.write(sequence)) : undefined;
  let suspendTerminal: Suspend | undefined;
  const jobs = createJobControl(() => suspendTerminal);
  const session = createSession({ ...initialView, ...options.settings }, options.by, {
    quit: onQuit,
    suspend: jobs.stop,
    copy: clipboard.copy,
    want: past.want,
    wantAround: surroundings.want,
    changed: past.refresh,
    triage: options.triage,
    keep: (view) => options.onView?.(view),
    now,
  });
  const instance = render(
    <WatchApp
      feed={feed}
      past={past}
      surroundings={surroundings}
      session={session}
      health={health}
      lags={lags}
      mouse={mouse}
      now={now}
      paintOf={(theme) => paints.get(theme) ?? plain}
      onReady={(suspend) => {
        suspendTerminal = mouse ? mouse.around(suspend) : suspend;
        mouse?.enter();
      }}
    />,
    {
      stdout,
      stdin,
      maxFps,
      alternateScreen: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
      // The command has seen that this is a terminal; a CI variable in the environment changes nothing about that.
      interactive: true,
      isScreenReaderEnabled: options.screenReader ?? false,
      patchConsole: stdout === process.stdout,
    },
  );
  // Clock, ages and rates change when nothing arrives, too.
  let seconds = 0;
  const second = setInterval(() => {
    lags.sample(health());
    seconds += 1;
    if (!options.screenReader || seconds % calmSeconds === 0) feed.refresh();
  }, 1_000);
  const done = instance.waitUntilExit().then(
    () => end(),
    (error: unknown) => {
      end();
      throw error;
    },
  );
  return { done, announce, close: () => instance.unmount(), picked: session.picked };

  function announce(change: IncidentChange): void {
    feed.announce(change);
    session.announce(change);
  }

  function end(): void {
    clearInterval(second);
    surroundings.want(null);
    jobs.close();
    mouse?.close();
  }
}
