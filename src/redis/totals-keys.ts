/** Whose totals: groups of several clusters and databases may share one Redis. */
export type TotalsOwner = { readonly clusterId: string; readonly group: string };

/**
 * Keys of the totals. The part in braces keeps all keys of a group on one node of a Redis cluster.
 *
 * `totals` is a hash: service → JSON of its counts by severity, of the whole store that the group writes to. `version`
 * says which fold they belong to (`esm.fold`).
 */
export function totalsKeys({ clusterId, group }: TotalsOwner) {
  const base = `esm:{${clusterId}:${group}}`;
  return { totals: `${base}:totals`, version: `${base}:version` } as const;
}
