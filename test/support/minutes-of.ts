import { noEvents, severities } from '../../src/severity-counts.ts';
import type { EventCounts, MinuteCounts, Severity } from '../../src/types.ts';

/** The counts of a batch as objects, one for each service and minute. */
export function minutesOf({
  services,
  minutes,
  severities: levels,
  counts,
}: EventCounts): readonly MinuteCounts[] {
  const found: { service: string; minute: number; counts: { [severity in Severity]: number } }[] = [];
  for (const [i, count] of counts.entries()) {
    const [service = '', minute = Number.NaN, level = 'UNKNOWN'] = [services[i], minutes[i], levels[i]];
    const known = found.find((one) => one.service === service && one.minute === minute);
    const cell = known ?? { service, minute, counts: { ...noEvents } };
    if (known === undefined) found.push(cell);
    cell.counts[level] += count;
  }
  return found;
}

/** What `minutesOf` takes apart. */
export function inColumns(minutes: readonly MinuteCounts[]): EventCounts {
  const entries = minutes.flatMap(({ service, minute, counts }) =>
    severities
      .map((severity) => ({ service, minute, severity, count: counts[severity] }))
      .filter(({ count }) => count > 0),
  );
  return {
    services: entries.map(({ service }) => service),
    minutes: entries.map(({ minute }) => minute),
    severities: entries.map(({ severity }) => severity),
    counts: entries.map(({ count }) => count),
  };
}
