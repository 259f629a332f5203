import type { TotalsOwner } from './totals-keys.ts';

/** Entries that the stream keeps: a terminal that lost its link for some seconds misses nothing. */
export const maxEntries = 500;
/** Of one entry: with `maxEntries`, a bound of 64 MiB for what a storm leaves in Redis. */
export const maxEntryBytes = 128 * 1024;
/** After so long without an entry the stream is forgotten. */
export const streamSeconds = 3_600;

/**
 * Keys of what the members of a group publish, on one node of a Redis cluster like the totals.
 *
 * - `stream`: entries of `member` (its id) and `entry` (JSON of `live-entry.ts`), capped.
 * - `next`: hash of `topic/partition` → offset that its next entry begins at, known before its first one.
 * - `members`: hash of id → JSON of a member. `renewed`: sorted set of ids by the time (of Redis, ms) they renewed it.
 */
export function liveKeys({ clusterId, group }: TotalsOwner) {
  const base = `esm:{${clusterId}:${group}}`;
  return {
    stream: `${base}:live`,
    next: `${base}:live:next`,
    members: `${base}:members`,
    renewed: `${base}:members:renewed`,
  } as const;
}

/** Number of the newest entry that a member published: one that is sent again after a lost answer is not added twice. */
export function sentKey({ clusterId, group }: TotalsOwner, member: string): string {
  return `esm:{${clusterId}:${group}}:live:sent:${member}`;
}
