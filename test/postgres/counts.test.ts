import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../../src/postgres/fold.ts';
import { queryServices } from '../../src/postgres/query-services.ts';
import { queryTimeline } from '../../src/postgres/query-timeline.ts';
import type { LogError } from '../../src/types.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const start = Math.floor(Date.now() / hourMs) * hourMs - 6 * hourMs;
const services = ['billing', 'search'];

const minutes = fc.integer({ min: -70, max: 400 });
const ranges = fc
  .tuple(minutes, minutes)
  .map(([a, b]) => ({ since: start + Math.min(a, b) * minuteMs, until: start + Math.max(a, b) * minuteMs }));

test('counts the same errors in any range, by the minute and by the hour', async () => {
  const { database, store } = await aPast();
  const errors = fc
    .sample(fc.tuple(minutes, fc.constantFrom(...services)), { numRuns: 400, seed: 1 })
    .map(([minute, service], i) => anError({ service, at: start + minute * minuteMs + i }));
  for (let i = 0; i < errors.length; i += 100) {
    if (i === 200) await fold(database); // half of them, so that both halves of the views are asked
    await store(errors.slice(i, i + 100));
  }

  await fc.assert(
    fc.asyncProperty(
      ranges,
      fc.constantFrom(minuteMs, 15 * minuteMs, hourMs, 3 * hourMs),
      fc.subarray(services),
      async (range, bucketMs, only) => {
        const within = errors.filter(({ at, service }) => {
          return at >= range.since && at < range.until && (only.length === 0 || only.includes(service));
        });

        const buckets = await queryTimeline(database, { ...range, bucketMs }, only);
        const summed = await queryServices(database, {
          ...range,
          services: only,
          sort: 'service',
          limit: 10,
        });

        expect(buckets.map(({ at, counts }) => [at, counts.ERROR])).toEqual(
          counted(within, ({ at }) => Math.floor(at / bucketMs) * bucketMs),
        );
        expect(summed.map(({ service, errors: count }) => [service, count])).toEqual(
          counted(within, ({ service }) => service),
        );
      },
    ),
    { numRuns: 60 },
  );
});

function counted<Key extends string | number>(
  errors: readonly LogError[],
  keyOf: (error: LogError) => Key,
): readonly (readonly [Key, number])[] {
  const counts = new Map<Key, number>();
  for (const error of errors) counts.set(keyOf(error), (counts.get(keyOf(error)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
