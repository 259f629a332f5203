import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNames, type Names } from '../src/names.ts';
import { severities } from '../src/severity-counts.ts';
import { createTally, eachCount, joinCounts, sizeOfCounts, type Tally } from '../src/tally.ts';
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
      const tally = aTally();

      const counted = batches.map((events) => countsOf(events, tally));

      expect(counted.map(asMap)).toEqual(batches.map(sumsOf));
      counted.forEach(expectOrder);
    }),
  );
});

test.for([
  { of: 'one pipeline', make: () => () => shared },
  { of: 'several', make: () => aTally },
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

type ATally = { readonly tally: Tally; readonly names: Names };

function aTally(): ATally {
  return { tally: createTally(), names: createNames() };
}

const shared = aTally();

function countsOf(events: readonly Event[], { tally, names }: ATally): EventCounts {
  for (const { service, at, severity } of events) tally.add(names.idOf(service), at, severity);
  return { names: names.list, minutes: tally.take() };
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
