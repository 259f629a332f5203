import type { Stage } from './scenarios/scenarios.ts';

/** Tells whoever watches the screen what is broken: in the terminal's title while it is, and as a list at the end. */
export type Story = {
  /** Takes the stage that begins. */
  stage(stage: Stage): void;
  /** Gives the terminal its own title back and answers the list, a line a stage, the last 20; says how many were before. */
  end(): string;
};

const mostStages = 20;
// Titles are pushed to a stack and popped from it (xterm's CSI 22 t and 23 t); a terminal without one ignores that.
const pushTitle = '\x1b[22;2t';
const popTitle = '\x1b[23;2t';

/** @param write - Writes to the terminal; a title touches no cell of it, so the monitor's picture stays whole. */
export function createStory(write: (text: string) => void, now: () => Date): Story {
  let lines: readonly string[] = [];
  let stages = 0;
  let last: string | undefined;
  write(pushTitle);

  return {
    stage({ says }) {
      if (says === last) return; // a scenario of one stage begins it anew every minute
      last = says;
      stages += 1;
      lines = [...lines, `  ${clock(now())}  ${says}`].slice(-mostStages);
      write(`\x1b]2;demo: ${says}\x07`);
    },
    end() {
      write(popTitle);
      const before = stages === lines.length ? [] : [`  ${stages - lines.length} stages before these`];
      return [...before, ...lines].map((line) => `${line}\n`).join('');
    },
  };
}

/** Local time, as the screen shows it. */
export function clock(time: Date): string {
  return time.toTimeString().slice(0, 8);
}
