import fc from 'fast-check';
import { expect, test } from 'vitest';
import { severities } from '../src/severity-counts.ts';
import { createTally, eachCount, joinCounts, sizeOfCounts } from '../src/tally.ts';
import type { EventCounts, Severity } from '../src/types.ts';

type Event = { readonly service: string; readonly at: number; readonly severity: Severity };
const event: fc.Arbitrary<Event> = fc.record({
  service: fc.constantFrom('billing', 'search', '__proto__', 'constructor', ''),
  at: fc.nat({ max: 200_000 }),
  severity: fc.constantFrom(...severities),
});

test('counts every event under its service, minute and severity, batch by batch, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.array(event)), (batches) => {
      const tally = createTally();

      const counted = batches.map((events) => countsOf(events, tally));

      expect(counted.map(asMap)).toEqual(batches.map(sumsOf));
      counted.forEach(expectOrder);
    }),
  );
});

test.for([
  { of: 'one pipeline', make: () => () => shared },
  { of: 'several', make: () => createTally },
])('adds up the counts of $of', ({ make }) => {
  const tallyOf = make();
  fc.assert(
    fc.property(fc.array(fc.array(event)), (batches) => {
      const joined = joinCounts(batches.map((events) => countsOf(events, tallyOf())));

      expect(asMap(joined)).toEqual(sumsOf(batches.flat()));
      expectOrder(joined);
    }),
  );
});

test('forgets names that are too many, and counts on', () => {
  const tally = createTally();
  for (let i = 0; i < 10_001; i++) tally.add(`service-${i}`, 0, 'INFO');
  const many = tally.take();
  tally.add('service-7', 0, 'ERROR');
  const later = tally.take();

  expect(sizeOfCounts(many)).toBe(10_001);
  expect([...asMap(many)].at(-1)).toEqual(['["service-10000",0,"INFO"]', 1]);
  expect(later).toMatchObject({ names: ['service-7'], minutes: [{ minute: 0, counts: [1] }] });
  expect(sizeOfCounts(joinCounts([many, later]))).toBe(10_002);
});

const shared = createTally();

function countsOf(events: readonly Event[], tally: ReturnType<typeof createTally>): EventCounts {
  for (const { service, at, severity } of events) tally.add(service, at, severity);
  return tally.take();
}

function sumsOf(events: readonly Event[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { service, at, severity } of events) {
    const key = JSON.stringify([service, at - (at % 60_000), severity]);
    sums.set(key, (sums.get(key) ?? 0) + 1);
  }
  return sums;
}

/** Each count under its service, minute and severity. */
function asMap(counted: EventCounts): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  eachCount(counted, (service, severity, count, minute) => {
    const key = JSON.stringify([service, minute, severity]);
    sums.set(key, (sums.get(key) ?? 0) + count);
  });
  return sums;
}

/** Each minute is there once, after those before it, and each count once. */
function expectOrder(counted: EventCounts): void {
  const minutes = counted.minutes.map(({ minute }) => minute);
  expect(minutes).toEqual([...new Set(minutes)].toSorted((one, other) => one - other));
  expect(asMap(counted).size).toBe(sizeOfCounts(counted));
}
