import { noEvents, severities } from '../../src/severity-counts.ts';
import { eachCount } from '../../src/tally.ts';
import type { EventCounts, MinuteCounts, Severity } from '../../src/types.ts';

/** The counts of a batch as objects, one for each service and minute. */
export function minutesOf(counted: EventCounts): readonly MinuteCounts[] {
  const found: { service: string; minute: number; counts: { [severity in Severity]: number } }[] = [];
  eachCount(counted, (service, severity, count, minute) => {
    const known = found.find((one) => one.service === service && one.minute === minute);
    const cell = known ?? { service, minute, counts: { ...noEvents } };
    if (known === undefined) found.push(cell);
    cell.counts[severity] += count;
  });
  return found;
}

/** What `minutesOf` takes apart. */
export function inColumns(all: readonly MinuteCounts[]): EventCounts {
  const names = [...new Set(all.map(({ service }) => service))];
  const minutes = [...new Set(all.map(({ minute }) => minute))].toSorted((one, other) => one - other);
  return {
    names,
    minutes: minutes.map((minute) => {
      const counted = all
        .filter((each) => each.minute === minute)
        .flatMap(({ service, counts }) =>
          severities.map((severity, level) => ({
            cell: names.indexOf(service) * severities.length + level,
            count: counts[severity],
          })),
        )
        .filter(({ count }) => count > 0);
      return { minute, cells: counted.map(({ cell }) => cell), counts: counted.map(({ count }) => count) };
    }),
  };
}
