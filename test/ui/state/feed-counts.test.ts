import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { otherServices } from '../../../src/live/other-services.ts';
import { createFeed } from '../../../src/ui/state/feed.ts';
import { anError, aStoredBatch, noon, severityCounts } from '../../support/builders.ts';
import { distinctErrors } from '../support/distinct-errors.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

test('adds up records and errors exactly, whatever is drawn', () => {
  const feed = createFeed({ capacity: 10, rowsPerFrame: 3 });

  for (let batch = 0; batch < 50; batch += 1) {
    feed.push(aStoredBatch({ errors: distinctErrors(40, batch * 40), others: 60 }));
    vi.advanceTimersByTime(20);
  }
  vi.advanceTimersByTime(100);

  const { records, errors, rows, notDrawn } = feed.snapshot();
  expect({ records, errors, rows: rows.length }).toEqual({ records: 5_000, errors: 2_000, rows: 10 });
  expect(notDrawn).toBeGreaterThan(1_900);
});

test('takes rates by the time of receipt, as the mean of five full seconds', () => {
  const feed = createFeed();

  for (let second = 0; second < 10; second += 1) {
    feed.push(aStoredBatch({ errors: [anError({ time: 0, at: 0 }), anError()], others: 98 }));
    vi.advanceTimersByTime(1_000);
  }
  feed.refresh();

  expect(feed.snapshot()).toMatchObject({ recordsPerSecond: 100, errorsPerSecond: 2 });
  expect(feed.snapshot().services).toMatchObject([{ errorsPerMinute: 20, errorShare: 0.02 }]);
});

test('lets rates sink to nothing when nothing comes', () => {
  const feed = createFeed();
  feed.push(aStoredBatch());
  vi.advanceTimersByTime(1_000);

  vi.advanceTimersByTime(301_000);
  feed.refresh();

  const { recordsPerSecond, services, chart, errors } = feed.snapshot();
  expect(recordsPerSecond).toBe(0);
  expect(services).toMatchObject([{ errorsPerMinute: 0, errorShare: null, trend: Array(10).fill(0) }]);
  expect(chart.ERROR).toEqual(Array(300).fill(0));
  expect(errors).toBe(1);
});

test.each([-2_000, -3_600_000, -90_000_000])(
  'shows no negative rate when the clock is set back by %i ms',
  (change) => {
    const feed = createFeed();
    feed.push(aStoredBatch());
    vi.advanceTimersByTime(1_000);

    vi.setSystemTime(noon + change);
    feed.push(aStoredBatch());
    vi.advanceTimersByTime(2_000);
    feed.refresh();

    const { recordsPerSecond, errorsPerSecond, services, chart } = feed.snapshot();
    const all = [recordsPerSecond, errorsPerSecond, services[0]?.errorsPerMinute ?? -1, ...chart.ERROR];
    expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
    expect(chart.ERROR.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(2);
  },
);

test('adds the totals of all logs of a service', () => {
  const feed = createFeed();
  const totals = (count: number) => [
    { service: 'billing', counts: severityCounts({ ERROR: count, CRITICAL: 1, INFO: 9 }) },
  ];
  const errors = [anError({ service: 'billing' })];

  feed.push(aStoredBatch({ log: { topic: 'a', partition: 0 }, totals: totals(10), errors }));
  feed.push(aStoredBatch({ log: { topic: 'a', partition: 1 }, totals: totals(5), errors }));
  feed.push(aStoredBatch({ log: { topic: 'a', partition: 1 }, totals: totals(7), errors }));
  vi.advanceTimersByTime(100);

  expect(feed.snapshot().services).toMatchObject([{ name: 'billing', total: 19 }]);
});

test('collects the services beyond the cap in one row that loses no count', () => {
  const feed = createFeed({ maxServices: 2 });
  const errors = ['a', 'b', 'c', 'd', 'd'].map((service) => anError({ service, incident: service }));

  feed.push(aStoredBatch({ errors }));
  vi.advanceTimersByTime(100);

  const services = feed.snapshot().services.map(({ name, errorsPerMinute }) => [name, errorsPerMinute]);
  expect(services).toEqual([
    ['a', 1],
    ['b', 1],
    [otherServices, 3],
  ]);
});

test('makes room for new services when old ones were silent for an hour', () => {
  const feed = createFeed({ maxServices: 1 });
  const push = (service: string) =>
    feed.push(aStoredBatch({ errors: [anError({ service, incident: service })] }));
  push('old');
  push('young');
  vi.advanceTimersByTime(3_700_000);
  feed.refresh();

  push('young');
  vi.advanceTimersByTime(1_000);
  feed.refresh();

  expect(feed.snapshot().services.map(({ name }) => name)).toEqual(['young', otherServices]);
});
