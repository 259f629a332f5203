import type { IncidentChange } from '../../ports.ts';
import type { Database } from '../../postgres/pool.ts';
import { queryGroups } from '../../postgres/query-groups.ts';
import { connectRedis } from '../../redis/connect.ts';
import { publishChanges } from '../../redis/publish-changes.ts';

export type Screens = {
  readonly tell: (change: IncidentChange) => void;
  /** Publishes what was told to all groups that store their errors in the database, and disconnects. Never rejects. */
  close(): Promise<void>;
};

const mostGroups = 100;
/** From the end of the work on: the connection began before it. */
const connectMs = 300;

/**
 * The screens that watch, for a command that decides about incidents: they show it at once instead of at their next look
 * into the store. Without Redis, or while it is away, nobody is told.
 *
 * @throws MonitorError `CONFIG` for an address that can't be read.
 */
export async function openScreens(redisUrl: string | undefined, database: Database): Promise<Screens> {
  const changes: IncidentChange[] = [];
  const redis =
    redisUrl === undefined ? undefined : await connectRedis(redisUrl, 'esm-monitor triage', () => {});
  return {
    tell: (change) => {
      changes.push(change);
    },
    async close() {
      if (redis === undefined) return;
      if (changes.length > 0) {
        const groups = await queryGroups(database, mostGroups).catch(() => []); // it was stored; that counts
        await publishChanges(redis, groups, changes, connectMs);
      }
      redis.close();
    },
  };
}
