/** Resolves when it is the caller's turn: one turn in each round of the event loop. */
export type Turns = () => Promise<void>;

/**
 * Lets the logs take turns with their slices.
 *
 * Slices of all logs in one round would be one long piece of work: in a storm six of them kept keys, heartbeats and answers
 * of Postgres waiting for the sum of their times.
 */
export function createTurns(): Turns {
  const waiting: (() => void)[] = [];

  function next(): void {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}
