import { otherServices } from '../../live/other-services.ts';
import type { ServiceCounts } from '../../live-batch.ts';
import { errorsIn, eventsIn } from '../../severity-counts.ts';
import type { LogError, MinuteCounts, ServiceTotals, SeverityCounts } from '../../types.ts';
import { addMinutes } from './add-minutes.ts';
import { createSeries, type Series } from './series.ts';

/** Seconds that rates by service and the chart look back. */
export const windowSeconds = 300;
const trendGroups = 10;

/** One service as the table shows it. */
export type ServiceStat = {
  readonly name: string;
  /** Errors received in the last 60 seconds. */
  readonly errorsPerMinute: number;
  /** Errors among all events of the last 5 minutes, 0 to 1; null without events. */
  readonly errorShare: number | null;
  /** Errors stored, as of about a second ago. For the collected others: errors since the start. */
  readonly total: number;
  /** Errors in ten stretches of 30 seconds, oldest first. */
  readonly trend: readonly number[];
  /** When the last error was received, ms since the epoch. */
  readonly lastError: number | null;
};

export type ServiceStats = {
  add(counts: readonly ServiceCounts[], now: number): void;
  /** Sets what is stored of services. */
  setTotals(totals: readonly ServiceTotals[], now: number): void;
  /** Sets rates and the last errors from before the feed began, once. */
  preload(minutes: readonly MinuteCounts[], errors: readonly LogError[], now: number): void;
  /** All services, and the collected others last. */
  publish(now: number): readonly ServiceStat[];
};

type Entry = {
  readonly errors: Series;
  readonly events: Series;
  /** Undefined for a service that is in no totals yet. */
  total: number | undefined;
  sinceStart: number;
  lastError: number | null;
  lastEvent: number;
};

/**
 * Rates and totals by service, in bounded memory: about 2.5 KB a service and at most `capacity` services.
 *
 * What comes beyond the cap is counted as {@link otherServices}. A service that was silent for an hour makes room.
 */
export function createServiceStats(capacity: number): ServiceStats {
  const entries = new Map<string, Entry>();
  let others: Entry | null = null;

  const entryOf = (name: string, now: number): Entry => {
    const known = entries.get(name);
    if (known) return known;
    if (entries.size >= capacity || name === otherServices) {
      others ??= createEntry(now);
      return others;
    }
    const fresh = createEntry(now);
    entries.set(name, fresh);
    return fresh;
  };

  return {
    add(counts, now) {
      const second = Math.floor(now / 1000);
      for (const { service, counts: ofService } of counts) {
        const entry = entryOf(service, now);
        const errors = errorsIn(ofService);
        entry.events.add(second, eventsIn(ofService));
        entry.lastEvent = now;
        if (errors === 0) continue;
        entry.errors.add(second, errors);
        entry.sinceStart += errors;
        entry.lastError = now;
      }
    },
    setTotals(totals, now) {
      for (const { service, counts } of totals) {
        const entry = entryOf(service, now);
        if (entry !== others) entry.total = errorsIn(counts);
      }
    },
    preload(minutes, errors, now) {
      for (const [service, ofService] of Map.groupBy(minutes, (each) => each.service)) {
        const entry = entryOf(service, now);
        const countsBy = (sum: (counts: SeverityCounts) => number) =>
          ofService.map(({ minute, counts }) => ({ minute, count: sum(counts) }));
        addMinutes(entry.errors, countsBy(errorsIn), now);
        addMinutes(entry.events, countsBy(eventsIn), now);
      }
      for (const { service, at } of errors) {
        const entry = entryOf(service, now);
        entry.lastError = Math.max(entry.lastError ?? at, Math.min(at, now));
      }
    },
    publish(now) {
      if (others) forgetSilent(entries, now);
      const stats = Array.from(entries, ([name, entry]) =>
        statOf(name, entry, entry.total ?? entry.sinceStart, now),
      );
      return others ? [...stats, statOf(otherServices, others, others.sinceStart, now)] : stats;
    },
  };
}

function createEntry(now: number): Entry {
  return {
    errors: createSeries(windowSeconds),
    events: createSeries(windowSeconds),
    total: undefined,
    sinceStart: 0,
    lastError: null,
    lastEvent: now,
  };
}

function statOf(name: string, { errors, events, lastError }: Entry, total: number, now: number): ServiceStat {
  const second = Math.floor(now / 1000);
  const all = events.sum(second, windowSeconds);
  const errorsPerMinute = errors.sum(second, 60);
  return {
    name,
    errorsPerMinute,
    errorShare: all === 0 ? null : errors.sum(second, windowSeconds) / all,
    total: Math.max(total, errorsPerMinute), // they are stored, too, though the total is a second old
    trend: errors.groups(second, trendGroups, windowSeconds / trendGroups),
    lastError,
  };
}

function forgetSilent(entries: Map<string, Entry>, now: number): void {
  for (const [name, { lastEvent }] of entries) {
    if (now - lastEvent > 3_600_000) entries.delete(name);
  }
}
