/** Does the work at once or in the caller's turn, and answers its result; what it throws, the answer rejects with. */
export type Turns = <T>(work: () => T) => Promise<T>;

/** So long other things wait for slices: keys, heartbeats, answers of Postgres. One slice may take longer. */
const longestMs = 15;

/**
 * Lets the logs take turns with their slices: in each round of the event loop as many as the time allows.
 *
 * In a storm a slice takes 15 ms, and those of six logs in one round would be one piece of work of 90 ms. (One slice in
 * each round was tried: more of the next fetch arrives meanwhile, 30 MiB in a catch-up.)
 */
export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  /** What the slices of this round took. */
  let spentMs = 0;
  let isNextDue = false;

  function run(task: () => void): void {
    const began = performance.now();
    task();
    spentMs += performance.now() - began;
  }

  function schedule(): void {
    if (!isNextDue) setImmediate(round);
    isNextDue = true;
  }

  function round(): void {
    isNextDue = false;
    spentMs = 0;
    while (spentMs < longestMs) {
      const task = waiting.shift();
      if (task === undefined) return;
      schedule();
      run(task);
    }
  }

  return (work) =>
    new Promise((resolve, reject) => {
      const task = (): void => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      };
      schedule();
      if (waiting.length === 0 && spentMs < longestMs) run(task);
      else waiting.push(task);
    });
}
