/** When a question is asked again, so that it costs the store little, whatever it costs once. Times are ms. */
export type Pace = {
  /** How long until it is to be asked; 0 or less is now. */
  waitMs(): number;
  /** Asks, and waits for the answer. */
  ask(question: () => Promise<void>): Promise<void>;
  /** It is to be asked now, or again once the answer on its way is there. */
  hurry(): void;
};

/** A question keeps 1/41 of a core of the server busy at the most, unless one answer takes more than 0.75 s. */
const restPerAnswer = 40;
const longestMs = 30_000;

/** @param everyMs - From one question to the next. One whose answer takes long is asked less often, every 30 s at least. */
export function createPace(everyMs: number): Pace {
  const now = () => performance.now(); // the machine's clock may be set back meanwhile, for hours
  let dueAt = Number.NEGATIVE_INFINITY;
  let hurried = false;
  return {
    waitMs: () => dueAt - now(),
    async ask(question) {
      const began = now();
      hurried = false;
      await question();
      const rest = Math.min(restPerAnswer * (now() - began), longestMs);
      if (!hurried) dueAt = Math.max(began + everyMs, now() + rest);
    },
    hurry() {
      dueAt = Number.NEGATIVE_INFINITY;
      hurried = true;
    },
  };
}
