import fc from 'fast-check';
import { expect, test } from 'vitest';
import { severities } from '../src/severity-counts.ts';
import { createTally, joinCounts } from '../src/tally.ts';
import type { EventCounts } from '../src/types.ts';

const event = fc.record({
  service: fc.constantFrom('billing', 'search', '__proto__', 'constructor', ''),
  at: fc.nat({ max: 200_000 }),
  severity: fc.constantFrom(...severities),
});

test('counts every event under its service, minute and severity, batch by batch, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.array(event)), (batches) => {
      const tally = createTally();
      const counted = batches.map((events) => {
        for (const { service, at, severity } of events) tally.add(service, at, severity);
        return tally.take();
      });

      expect(counted.map(asMap)).toEqual(
        batches.map((events) =>
          asMap({
            services: events.map(({ service }) => service),
            minutes: events.map(({ at }) => at - (at % 60_000)),
            severities: events.map(({ severity }) => severity),
            counts: events.map(() => 1),
          }),
        ),
      );
      for (const { minutes } of counted)
        expect(minutes).toEqual(minutes.toSorted((one, other) => one - other));
      for (const counts of counted) expect(asMap(counts).size).toBe(counts.counts.length);
      expect(asMap(joinCounts(counted))).toEqual(asMap(concatenated(counted)));
    }),
  );
});

test('forgets names that are too many, and counts on', () => {
  const tally = createTally();
  for (let i = 0; i < 10_001; i++) tally.add(`service-${i}`, 0, 'INFO');
  const many = tally.take();
  tally.add('service-7', 0, 'ERROR');

  expect(many.counts).toHaveLength(10_001);
  expect(tally.take()).toEqual({ services: ['service-7'], minutes: [0], severities: ['ERROR'], counts: [1] });
});

function concatenated(all: readonly EventCounts[]): EventCounts {
  return {
    services: all.flatMap(({ services }) => services),
    minutes: all.flatMap(({ minutes }) => minutes),
    severities: all.flatMap((counts) => counts.severities),
    counts: all.flatMap(({ counts }) => counts),
  };
}

function asMap({ services, minutes, severities: found, counts }: EventCounts): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [i, count] of counts.entries()) {
    const key = JSON.stringify([services[i], minutes[i], found[i]]);
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return sums;
}
