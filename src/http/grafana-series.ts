import { errorsIn, eventsIn, keptSeverities } from '../severity-counts.ts';
import type { SeverityCounts, TimelineBucket } from '../types.ts';
import type { HttpStore } from './http-store.ts';

/** A value and its time in ms since the epoch, in Grafana's order. */
export type Datapoint = readonly [value: number, at: number];
export type Series = { readonly target: string; readonly datapoints: readonly Datapoint[] };

/** What a metric's name stands for. */
type Metric = { readonly services: readonly string[]; value(counts: SeverityCounts): number };

export type SeriesRange = { readonly from: number; readonly to: number; readonly bucketMs: number };

const minuteMs = 60_000;
const maxPoints = 5_000;
const byLevel = 'errors_by_level:';
const byService = 'errors_by_service:';

/** Names of all metrics; `services` are the ones to offer. */
export function metricNames(services: readonly string[]): readonly string[] {
  return [
    'total_errors',
    'records_processed',
    ...keptSeverities.map((level) => byLevel + level),
    ...services.map((service) => byService + service),
  ];
}

/** Undefined for a name that no metric has. */
export function metricOf(target: string): Metric | undefined {
  if (target === 'total_errors') return { services: [], value: errorsIn };
  if (target === 'records_processed') return { services: [], value: eventsIn };
  const service = target.startsWith(byService) ? target.slice(byService.length) : '';
  if (service !== '') return { services: [service], value: errorsIn };
  const level = keptSeverities.find((each) => target === byLevel + each);
  return level && { services: [], value: (counts) => counts[level] };
}

/**
 * Length of a bucket: whole minutes, as the store counts by minute, and at most as many buckets as there is room for.
 *
 * @param intervalMs - What Grafana would like.
 */
export function bucketLength(from: number, to: number, intervalMs: number, points: number): number {
  // One bucket more than the range is long: its ends need not be at the ends of buckets.
  const room = Math.max(Math.min(points, maxPoints) - 1, 1);
  const wanted = Math.max(intervalMs, (to - from) / room, 1);
  return Math.ceil(wanted / minuteMs) * minuteMs;
}

/** One series a metric, empty buckets as zeros; asks the store once for all metrics that count all services. */
export async function readSeries(
  store: HttpStore,
  metrics: readonly { readonly target: string; readonly metric: Metric }[],
  { from, to, bucketMs }: SeriesRange,
): Promise<readonly Series[]> {
  const asked = new Map<string, readonly TimelineBucket[]>();
  const series: Series[] = [];
  for (const { target, metric } of metrics) {
    const key = metric.services.join();
    const since = Math.floor(from / minuteMs) * minuteMs;
    const buckets = asked.get(key) ?? (await store.timeline(since, to, bucketMs, metric.services));
    asked.set(key, buckets);
    const values = new Map(buckets.map(({ at, counts }) => [at, metric.value(counts)]));
    const datapoints: Datapoint[] = [];
    for (let at = Math.floor(from / bucketMs) * bucketMs; at < to; at += bucketMs)
      // The first bucket may begin before the range: what it holds is shown where the range begins.
      datapoints.push([values.get(at) ?? 0, Math.max(at, from)]);
    series.push({ target, datapoints });
  }
  return series;
}
