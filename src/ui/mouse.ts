import type { Suspend } from './job-control.ts';
import { type MouseReport, takeMouseReports } from './state/mouse-report.ts';

/** Reports of buttons and the wheel (1000), in the form that knows columns past 223 (SGR, 1006). */
const on = '\u001b[?1000h\u001b[?1006h';
const off = '\u001b[?1006l\u001b[?1000l';

export type Mouse = {
  subscribe(listener: (report: MouseReport) => void): () => void;
  /** Asks the terminal for reports. */
  enter(): void;
  /** Asks for none while the terminal is handed over. */
  around(suspend: Suspend): Suspend;
  /** Asks for none any more. */
  close(): void;
};

/**
 * The mouse of a terminal. Ink drops its reports, so they are taken out of what is read before Ink sees it.
 *
 * They are turned off also when the process ends by itself: a shell would print them as text.
 */
export function createMouse(stdin: NodeJS.ReadStream, write: (sequence: string) => void): Mouse {
  const listeners = new Set<(report: MouseReport) => void>();
  const read = stdin.read.bind(stdin);
  let entered = false;
  const leave = (): void => {
    if (entered) write(off);
    entered = false;
  };
  const enter = (): void => {
    entered = true;
    write(on);
  };
  stdin.read = (size?: number): unknown => {
    const chunk: unknown = read(size);
    if (chunk === null) return null;
    const { reports, rest } = takeMouseReports(String(chunk));
    for (const report of reports) for (const listener of listeners) listener(report);
    return rest;
  };
  process.on('exit', leave);

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    enter,
    around: (suspend) => async () => {
      leave();
      const held = await suspend();
      return {
        resume: async () => {
          await held.resume();
          enter();
        },
      };
    },
    close() {
      process.off('exit', leave);
      stdin.read = read;
      leave();
    },
  };
}
