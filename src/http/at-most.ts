import { MonitorError } from '../errors.ts';

/**
 * Lets at most `running` tasks run at a time and at most `waiting` wait for their turn.
 *
 * The store's connections are there for storing first; what asks over HTTP has a few of them.
 *
 * @throws MonitorError `REFUSED` from the returned function when too many wait already.
 */
export function atMost(running: number, waiting: number): <T>(task: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let active = 0;

  return async (task) => {
    if (active >= running) {
      if (queue.length >= waiting) {
        throw new MonitorError(
          'REFUSED',
          'Too many questions wait for the store.',
          'Ask again in a few seconds.',
        );
      }
      await new Promise<void>((resolve) => queue.push(resolve)); // the one that ends hands its place on
    } else active += 1;
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next === undefined) active -= 1;
      else next();
    }
  };
}
