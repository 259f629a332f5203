import type { Turn } from '../ports.ts';

/** Two ways to have a turn: what finishes what was begun goes before what begins more. */
export type Turns = { readonly begin: Turn; readonly finish: Turn };

/** So long other things wait for pieces of work: keys, heartbeats, answers of Postgres. One piece may take longer. */
const longestMs = 15;

/**
 * Lets all that takes long take turns with its pieces: in each round of the event loop as many as the time allows.
 *
 * In a storm a slice of a log takes 15 ms, and those of six logs in one round would be one piece of work of 90 ms. (One slice in
 * each round was tried: more of the next fetch arrives meanwhile, 30 MiB in a catch-up.) Putting together what is stored, and
 * telling of it, took more than 200 ms of one round, while somebody waited for a key.
 */
export function createTurns(): Turns {
  const finishing: (() => void)[] = [];
  const beginning: (() => void)[] = [];
  /** What the pieces of this round took. */
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
      const task = finishing.shift() ?? beginning.shift();
      if (task === undefined) return;
      schedule();
      run(task);
    }
  }

  /** @param before - Queues that must be empty for a piece to be done at once. */
  function turnIn(queue: (() => void)[], before: readonly (() => void)[][]): Turn {
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
        if (spentMs < longestMs && before.every((waiting) => waiting.length === 0)) run(task);
        else queue.push(task);
      });
  }

  return {
    begin: turnIn(beginning, [finishing, beginning]),
    finish: turnIn(finishing, [finishing]),
  };
}
