/** What one log has read and not stored. */
export type Gathering = { bytes(): number; flush(): void };

/**
 * Lets logs that lag gather what they read, and store it at the same moment: nobody waits for the newest error of a catch-up,
 * and a transaction for several logs costs little more than one for each fetch.
 */
export type Gatherer = {
  /** Flushes it soon, with all others. */
  add(log: Gathering): void;
  remove(log: Gathering): void;
};

const longestMs = 200;
/** A quarter of what may wait in all: so much can be stored by two transactions at once while as much again comes. */
const enoughBytes = 4 * 1024 * 1024;

export function createGatherer(): Gatherer {
  const logs = new Set<Gathering>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    const all = [...logs];
    logs.clear();
    stop();
    for (const log of all) log.flush();
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  return {
    add(log) {
      logs.add(log);
      const bytes = [...logs].reduce((sum, each) => sum + each.bytes(), 0);
      if (bytes >= enoughBytes) flush();
      else timer ??= setTimeout(flush, longestMs);
    },
    remove(log) {
      logs.delete(log);
      if (logs.size === 0) stop();
    },
  };
}
