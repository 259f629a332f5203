import { createSeries, type Series } from './series.ts';

/** How fast an incident grows, by what this process has seen of it. */
export type IncidentTrend = {
  /** Errors received in the last 60 seconds. */
  readonly perMinute: number;
  /** Errors in ten stretches of 30 seconds, oldest first. */
  readonly trend: readonly number[];
};

export type IncidentTrends = {
  /** Counts errors that were received now. */
  add(incident: string, errors: number, now: number): void;
  /** Undefined for an incident that was not seen in the last 5 minutes, or that made room for others. */
  of(incident: string, now: number): IncidentTrend | undefined;
};

const slotMs = 5_000;
const slots = 60;

/**
 * Trends of the `capacity` incidents that were seen last; about 400 bytes each. Of more than that in one slot the first
 * have one: a storm of many thousands would begin them all anew with each batch, and none would say anything.
 */
export function createIncidentTrends(capacity: number): IncidentTrends {
  /** The one seen longest ago comes first, as exactly as a slot. */
  const known = new Map<string, { readonly series: Series; slot: number }>();

  /** Makes some by forgetting the one seen longest ago, unless that was in this slot, too. */
  function hasRoom(slot: number): boolean {
    if (known.size < capacity) return true;
    const [oldest] = known;
    if (oldest === undefined || oldest[1].slot === slot) return false;
    return known.delete(oldest[0]);
  }

  return {
    add(incident, errors, now) {
      const slot = Math.floor(now / slotMs);
      let entry = known.get(incident);
      if (entry?.slot !== slot) {
        if (entry === undefined && !hasRoom(slot)) return;
        known.delete(incident);
        entry = { series: entry?.series ?? createSeries(slots), slot };
        known.set(incident, entry);
      }
      entry.series.add(slot, errors);
    },
    of(incident, now) {
      const slot = Math.floor(now / slotMs);
      const entry = known.get(incident);
      if (!entry || slot - entry.slot >= slots) return undefined;
      return { perMinute: entry.series.sum(slot, 12), trend: entry.series.groups(slot, 10, 6) };
    },
  };
}
