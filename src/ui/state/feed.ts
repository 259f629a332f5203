import { createGathering } from '../../live/gathering.ts';
import type { LiveBatch } from '../../live-batch.ts';
import type { IncidentChange, LiveOutput, Output } from '../../ports.ts';
import { eventsIn, keptSeverities } from '../../severity-counts.ts';
import type { KeptSeverity, LogError, MinuteCounts, ServiceTotals, StoredBatch } from '../../types.ts';
import { addMinutes } from './add-minutes.ts';
import { createFeedRows, type FeedRow } from './feed-rows.ts';
import { createIncidentTrends, type IncidentTrend } from './incident-trends.ts';
import { createSeries } from './series.ts';
import { createServiceStats, type ServiceStat, windowSeconds } from './service-stats.ts';

/** Errors per second of the last 5 minutes by level, oldest first; the last entry is the second of `second`. */
export type ErrorChart = { readonly second: number } & {
  readonly [severity in KeptSeverity]: readonly number[];
};

/** What the screen draws, as of one moment. Nothing in it changes afterwards. */
export type FeedSnapshot = {
  /** When it was made, ms since the epoch. */
  readonly at: number;
  /** Oldest first. */
  readonly rows: readonly FeedRow[];
  /** In no order; renewed once a second at the most, so that the table can be read. */
  readonly services: readonly ServiceStat[];
  readonly chart: ErrorChart;
  /** Since the start, exact whatever is drawn. */
  readonly records: number;
  readonly errors: number;
  /** Errors since the start that are counted but have no row, because more came than a screen can draw. */
  readonly notDrawn: number;
  /** Mean of the last five full seconds. */
  readonly recordsPerSecond: number;
  readonly errorsPerSecond: number;
  /** When the last record of any severity was stored, ms since the epoch. */
  readonly lastRecordAt: number | null;
};

/** What the store knew before the feed began. */
export type History = {
  /** Oldest first. */
  readonly errors: readonly LogError[];
  readonly totals: readonly ServiceTotals[];
  /** The last five minutes: rates and charts go on from them. */
  readonly minutes: readonly MinuteCounts[];
};

/** The live feed: takes stored batches at any speed and publishes at most one snapshot per frame. */
export type Feed = Output &
  LiveOutput & {
    push(stored: StoredBatch): void;
    /** Takes what another member stored, as `push` takes one's own. */
    take(batch: LiveBatch): void;
    totals(changed: readonly ServiceTotals[]): void;
    /** Shows what a person decided about an incident, here or elsewhere. */
    announce(change: IncidentChange): void;
    /** Calls `listener` after each publication; returns how to stop that. */
    subscribe(listener: () => void): () => void;
    /** The same object until the next publication. */
    snapshot(): FeedSnapshot;
    /** How fast an incident grows just now, as far as it came by here. */
    trendOf(incident: string): IncidentTrend | undefined;
    /** Shows history as rows, totals and rates, before anything is pushed. It does not count as received since the start. */
    preload(history: History): void;
    /** Publishes what time alone changes (rates sink, ages grow). To be called once a second. */
    refresh(): void;
  };

export type FeedOptions = {
  /** ms since the epoch. */
  readonly now?: () => number;
  /** Rows kept. */
  readonly capacity?: number;
  /** Services with a row of their own. */
  readonly maxServices?: number;
  /** Incidents with a trend of their own. */
  readonly maxTrends?: number;
  /** Shortest time between two publications. */
  readonly frameMs?: number;
  /** New rows per frame; errors past it are counted in `notDrawn`. */
  readonly rowsPerFrame?: number;
};

/** Creates a feed whose memory has a fixed bound, whatever is pushed. It keeps no process alive. */
export function createFeed(options: FeedOptions = {}): Feed {
  const {
    now = Date.now,
    capacity = 5_000,
    maxServices = 2_000,
    maxTrends = 2_000,
    frameMs = 100,
    rowsPerFrame = 250,
  } = options;
  // What is pushed has bounds of its own; here only the rows that are kept have one.
  const folding = createGathering({ rows: Infinity, services: Infinity, incidents: 0 });
  const rows = createFeedRows(capacity, rowsPerFrame);
  const services = createServiceStats(maxServices);
  const trends = createIncidentTrends(maxTrends);
  const records = createSeries(windowSeconds);
  const levels = {
    CRITICAL: createSeries(windowSeconds),
    ERROR: createSeries(windowSeconds),
    EXCEPTION: createSeries(windowSeconds),
  };
  const listeners = new Set<() => void>();
  const counted = { records: 0, errors: 0, notDrawn: 0, lastRecordAt: null as number | null };
  let frame: NodeJS.Timeout | undefined;
  let current = take(now());

  function slowParts(at: number): Pick<FeedSnapshot, 'services' | 'chart'> {
    const second = Math.floor(at / 1000);
    const chart = {
      second,
      CRITICAL: levels.CRITICAL.groups(second, windowSeconds, 1),
      ERROR: levels.ERROR.groups(second, windowSeconds, 1),
      EXCEPTION: levels.EXCEPTION.groups(second, windowSeconds, 1),
    };
    return { services: services.publish(at), chart };
  }

  function take(at: number, previous?: FeedSnapshot): FeedSnapshot {
    const second = Math.floor(at / 1000);
    const perSecond = (count: number): number => count / 5;
    const sameSecond = previous && previous.chart.second === second && previous.services.length > 0;
    return Object.freeze({
      at,
      rows: rows.publish(),
      ...(sameSecond ? { services: previous.services, chart: previous.chart } : slowParts(at)),
      ...counted,
      recordsPerSecond: perSecond(records.sum(second - 1, 5)),
      errorsPerSecond: perSecond(
        levels.CRITICAL.sum(second - 1, 5) +
          levels.ERROR.sum(second - 1, 5) +
          levels.EXCEPTION.sum(second - 1, 5),
      ),
    });
  }

  function publish(): void {
    clearTimeout(frame);
    frame = undefined;
    current = take(now(), current);
    for (const listener of listeners) listener();
  }

  function publishSoon(): void {
    if (frame) return;
    const sinceLast = now() - current.at;
    frame = setTimeout(publish, sinceLast < 0 ? frameMs : Math.max(0, frameMs - sinceLast));
    frame.unref();
  }

  function takeLive(batch: LiveBatch): void {
    const at = now();
    const second = Math.floor(at / 1000);
    counted.records += batch.records;
    counted.lastRecordAt = at;
    records.add(second, batch.records);
    for (const level of keptSeverities) {
      const errors = batch.counts.reduce((sum, { counts }) => sum + counts[level], 0);
      counted.errors += errors;
      levels[level].add(second, errors);
    }
    services.add(batch.counts, at);
    for (const row of batch.rows) {
      trends.add(row.error.incident, row.count, at);
      if (!rows.add(row, at)) counted.notDrawn += row.count;
    }
    counted.notDrawn += batch.withoutRow;
    publishSoon();
  }

  function preload({ errors, totals, minutes }: History): void {
    const at = now();
    for (const level of keptSeverities) {
      addMinutes(
        levels[level],
        minutes.map(({ minute, counts }) => ({ minute, count: counts[level] })),
        at,
      );
    }
    addMinutes(
      records,
      minutes.map(({ minute, counts }) => ({ minute, count: eventsIn(counts) })),
      at,
    );
    services.preload(minutes, errors, at);
    services.setTotals(totals, 0);
    rows.preload(errors);
    publish();
  }

  return {
    push(stored) {
      folding.add(stored);
      takeLive(folding.take());
    },
    take: takeLive,
    totals(changed) {
      services.setTotals(changed, now());
      publishSoon();
    },
    announce(change) {
      rows.decide(change);
      publishSoon();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => current,
    trendOf: (incident) => trends.of(incident, now()),
    preload,
    refresh: publish,
  };
}
