import type { ColorSupportLevel } from 'chalk';
import { render, type SuspendTerminal } from 'ink';
import type { Health } from '../types.ts';
import { createJobControl } from './job-control.ts';
import type { Feed } from './state/feed.ts';
import { totalLag } from './state/liveness.ts';
import { createPaint } from './text/paint.ts';
import { WatchApp } from './watch-app.tsx';

export type WatchOptions = {
  readonly feed: Feed;
  /** Read for each frame. */
  readonly health: () => Health;
  /** Called for q and Ctrl-C, each time: the first stops gracefully, the second at once. The screen stays until `close`. */
  readonly onQuit: () => void;
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
};

/** Keys are answered within a frame of these; the feed publishes ten times a second at most. */
const maxFps = 30;
const trendSeconds = 6;

/**
 * Draws the live monitor on the alternate screen until `close` is called.
 *
 * The terminal is given back whole also when the process is ended by a signal or an error, and while it is stopped by
 * Ctrl-Z.
 */
export function renderWatch(options: WatchOptions): WatchScreen {
  const { feed, health, onQuit, stdout = process.stdout, stdin = process.stdin, now = Date.now } = options;
  let lagTrend: readonly number[] = [];
  let suspendTerminal: SuspendTerminal | undefined;
  const jobs = createJobControl(() => suspendTerminal);
  const instance = render(
    <WatchApp
      feed={feed}
      health={health}
      lagTrend={() => lagTrend}
      now={now}
      paint={createPaint(options.colorLevel ?? colorLevelOf(stdout))}
      onQuit={onQuit}
      onSuspend={jobs.stop}
      write={(sequence) => stdout.write(sequence)}
      onReady={(suspend) => {
        suspendTerminal = suspend;
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
      patchConsole: stdout === process.stdout,
    },
  );
  // Clock, ages and rates change when nothing arrives, too.
  const second = setInterval(() => {
    lagTrend = [...lagTrend, totalLag(health()) ?? 0].slice(-trendSeconds);
    feed.refresh();
  }, 1_000);
  const done = instance.waitUntilExit().then(
    () => end(),
    (error: unknown) => {
      end();
      throw error;
    },
  );
  return { done, close: () => instance.unmount() };

  function end(): void {
    clearInterval(second);
    jobs.close();
  }
}

/** Node's own look at the terminal, which knows NO_COLOR and FORCE_COLOR. */
function colorLevelOf(stdout: NodeJS.WriteStream): ColorSupportLevel {
  const depth = stdout.isTTY ? stdout.getColorDepth() : 1;
  if (depth >= 24) return 3;
  if (depth >= 8) return 2;
  return depth >= 4 ? 1 : 0;
}
