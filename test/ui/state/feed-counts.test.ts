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

test('shows of a service the errors that are stored, and until it hears of them those since the start', () => {
  const feed = createFeed();
  const told = (count: number) =>
    feed.totals([{ service: 'billing', counts: severityCounts({ ERROR: count, CRITICAL: 1, INFO: 9 }) }]);
  const shown = () => {
    vi.advanceTimersByTime(1_000);
    return feed.snapshot().services.map(({ name, total }) => [name, total]);
  };
  const push = (service: string) =>
    feed.push(aStoredBatch({ errors: [anError({ service }), anError({ service })] }));

  push('billing');
  push('search');
  const atFirst = shown();
  told(10);
  const heard = shown();
  push('billing');
  push('search');
  const pushed = shown();
  told(12);

  expect(atFirst).toEqual([
    ['billing', 2],
    ['search', 2],
  ]);
  expect(heard).toEqual([
    ['billing', 11],
    ['search', 2],
  ]);
  expect(pushed).toEqual([
    ['billing', 11],
    ['search', 4],
  ]);
  expect(shown()).toEqual([
    ['billing', 13],
    ['search', 4],
  ]);
});

test('shows a service of which it has heard nothing but its totals, and counts nothing of them as received', () => {
  const feed = createFeed();

  feed.totals([{ service: 'billing', counts: severityCounts({ ERROR: 3, INFO: 9 }) }]);
  vi.advanceTimersByTime(100);

  expect(feed.snapshot()).toMatchObject({ errors: 0, records: 0, lastRecordAt: null });
  expect(feed.snapshot().services).toMatchObject([
    { name: 'billing', total: 3, errorsPerMinute: 0, errorShare: null, lastError: null },
  ]);
});

test('keeps the totals of services beyond the cap out of the row that collects them', () => {
  const feed = createFeed({ maxServices: 1 });
  feed.push(aStoredBatch({ errors: ['a', 'b'].map((service) => anError({ service, incident: service })) }));

  feed.totals(['a', 'b'].map((service) => ({ service, counts: severityCounts({ ERROR: 70 }) })));
  vi.advanceTimersByTime(100);

  expect(feed.snapshot().services.map(({ name, total }) => [name, total])).toEqual([
    ['a', 70],
    [otherServices, 1],
  ]);
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
