import { randomBytes } from 'node:crypto';
import { MonitorError } from '../errors.ts';
import type { OffsetRange } from '../kafka/read-ranges.ts';
import type { BatchResult } from '../types.ts';
import { ask } from './ask.ts';
import { fold } from './fold.ts';
import { createIncidentStore } from './incident-store.ts';
import type { Database } from './pool.ts';

/** Fills in what is missing in ranges that were counted before. */
export type Repair = {
  /** Stores what is missing of a batch, and answers how many errors that were. */
  save(batch: BatchResult): Promise<number>;
  /** Leaves nothing behind: no positions, and nothing for members to fold, of which none may be there. */
  close(): Promise<void>;
};

const groupPrefix = 'esm-monitor-repair-';

/**
 * Opens a store with positions of its own, under a name that no consumer group has: so it goes through the same
 * statement as the monitor, which counts only rows that are really new, and no member's position moves.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function openRepair(
  database: Database,
  clusterId: string,
  ranges: readonly OffsetRange[],
): Promise<Repair> {
  const group = `${groupPrefix}${randomBytes(6).toString('hex')}`;
  // A repair that was killed leaves its positions behind: they go with the next one.
  await ask(
    database,
    `DELETE FROM esm.position
      WHERE consumer_group LIKE '${groupPrefix}%' AND updated_at < now() - interval '1 day'`,
  );
  const store = createIncidentStore({ database, clusterId, group });
  await store.start(ranges.map(({ log, from }) => ({ log, next: from })));
  return {
    save: async (batch) => {
      const saved = await store.save(batch);
      if (saved.outcome === 'stored') return saved.stored.inserted;
      throw new MonitorError(
        'REFUSED',
        `The repair of ${batch.log.topic}/${batch.log.partition} lost its place at offset ${batch.from}.`,
        'What was filled in stays. Run it again for the rest.',
      );
    },
    close: async () => {
      await ask(database, 'DELETE FROM esm.position WHERE consumer_group = $1', [group]);
      await fold(database);
    },
  };
}
