import { logKey } from '../log-key.ts';
import type { LogId } from '../types.ts';

/** Whose totals: the same topic names may exist in several clusters, and several groups may share one Redis. */
export type TotalsOwner = { readonly clusterId: string; readonly group: string };

/**
 * Keys of one log's totals. The part in braces keeps all keys of a group on one node of a Redis cluster.
 *
 * `totals` is a hash: service → JSON of its counts by severity. `version` says which stored batch they belong to.
 */
export function totalsKeys({ clusterId, group }: TotalsOwner, log: LogId) {
  const base = `esm:{${clusterId}:${group}}`;
  return { totals: `${base}:totals:${logKey(log)}`, version: `${base}:version:${logKey(log)}` } as const;
}

/** Key of the set of logs (as `topic/partition`) that have totals. */
export function logsKey({ clusterId, group }: TotalsOwner): string {
  return `esm:{${clusterId}:${group}}:logs`;
}
