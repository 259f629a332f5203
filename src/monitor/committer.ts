import { logKey } from '../log-key.ts';
import type { EventSource } from '../ports.ts';
import type { LogId } from '../types.ts';

/** Reports stored positions to the source. A report that fails is made again with the next one. */
export type Committer = {
  note(log: LogId, next: bigint): void;
  /** The log is another member's: what it commits must not be overwritten. */
  forget(log: LogId): void;
  flush(): Promise<void>;
};

export function createCommitter(source: Pick<EventSource, 'commit'>): Committer {
  const noted = new Map<string, { readonly log: LogId; readonly next: bigint }>();

  async function flush(): Promise<void> {
    if (noted.size === 0) return;
    const positions = new Map(noted);
    // The position in Postgres is the truth; a commit only tells other tools how far the group is.
    const isReported = await source.commit(positions).then(
      () => true,
      () => false,
    );
    if (!isReported) return;
    for (const [key, position] of positions) if (noted.get(key) === position) noted.delete(key);
  }

  return {
    note: (log, next) => {
      noted.set(logKey(log), { log, next });
    },
    forget: (log) => {
      noted.delete(logKey(log));
    },
    flush,
  };
}
