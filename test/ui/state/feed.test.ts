import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGathering } from '../../../src/live/gathering.ts';
import { otherServices } from '../../../src/live/other-services.ts';
import type { IncidentChange } from '../../../src/ports.ts';
import type { IncidentStatus } from '../../../src/types.ts';
import { createFeed } from '../../../src/ui/state/feed.ts';
import { anError, aStoredBatch, noon, severityCounts } from '../../support/builders.ts';
import { anIncident } from '../support/a-session.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

const distinct = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) =>
    anError({ incident: `i${from + index}`, offset: BigInt(from + index) }),
  );

describe('rows', () => {
  test('folds repeats of one incident and level into one row', () => {
    const feed = createFeed();

    feed.push(aStoredBatch({ errors: [anError({ offset: 1n }), anError({ offset: 2n })] }));
    feed.push(aStoredBatch({ errors: [anError({ offset: 3n }), anError({ severity: 'CRITICAL' })] }));
    vi.advanceTimersByTime(100);

    const rows = feed.snapshot().rows.map((row) => [row.error.severity, row.error.offset, row.count]);
    expect(rows).toEqual([
      ['ERROR', 1n, 3],
      ['CRITICAL', 0n, 1],
    ]);
  });

  test('begins a new row for an incident that goes on after ten seconds', () => {
    const feed = createFeed();

    feed.push(aStoredBatch());
    vi.advanceTimersByTime(10_000);
    feed.push(aStoredBatch());
    vi.advanceTimersByTime(100);

    expect(feed.snapshot().rows.map(({ count }) => count)).toEqual([1, 1]);
  });

  test('keeps the newest rows when the buffer wraps, with keys that go on', () => {
    const feed = createFeed({ capacity: 3 });

    feed.push(aStoredBatch({ errors: distinct(2) }));
    vi.advanceTimersByTime(100);
    feed.push(aStoredBatch({ errors: distinct(4, 2) }));
    vi.advanceTimersByTime(100);

    expect(feed.snapshot().rows.map(({ key }) => key)).toEqual([3, 4, 5]);
    expect(feed.snapshot().rows.map(({ error }) => error.incident)).toEqual(['i3', 'i4', 'i5']);
  });

  test('begins a new row for an incident whose row has left the buffer', () => {
    const feed = createFeed({ capacity: 2 });

    feed.push(aStoredBatch({ errors: distinct(3) }));
    vi.advanceTimersByTime(100);
    feed.push(aStoredBatch({ errors: distinct(1) }));
    vi.advanceTimersByTime(100);

    expect(feed.snapshot().rows.map(({ error }) => error.incident)).toEqual(['i2', 'i0']);
  });

  test('never changes a snapshot that it has published', () => {
    const feed = createFeed();
    feed.push(aStoredBatch());
    vi.advanceTimersByTime(100);
    const held = feed.snapshot();
    const copy = structuredClone(held.rows);

    feed.push(aStoredBatch({ errors: [anError(), ...distinct(9_000)] }));
    vi.advanceTimersByTime(100);

    expect(held.rows).toEqual(copy);
    expect(Object.isFrozen(held) && Object.isFrozen(held.rows)).toBe(true);
    expect(feed.snapshot().rows[0]?.count).toBe(2);
  });

  test('marks the first row of a new incident only', () => {
    const feed = createFeed();

    feed.push(
      aStoredBatch({
        errors: [anError(), anError({ severity: 'CRITICAL' })],
        newIncidents: [anError().incident],
      }),
    );
    vi.advanceTimersByTime(100);

    expect(feed.snapshot().rows.map(({ mark }) => mark)).toEqual(['NEW', null]);
  });

  test('counts what is past the drawing budget and draws again in the next frame', () => {
    const feed = createFeed({ rowsPerFrame: 2 });

    feed.push(aStoredBatch({ errors: [...distinct(5), ...distinct(1)] }));
    vi.advanceTimersByTime(100);
    feed.push(aStoredBatch({ errors: distinct(1, 10) }));
    vi.advanceTimersByTime(100);

    const { rows, notDrawn, errors } = feed.snapshot();
    expect(rows.map(({ error, count }) => [error.incident, count])).toEqual([
      ['i0', 2],
      ['i1', 1],
      ['i10', 1],
    ]);
    expect({ notDrawn, errors }).toEqual({ notDrawn: 3, errors: 7 });
  });

  test('shows history without counting it as received now', () => {
    const feed = createFeed({ rowsPerFrame: 2 });
    const log = { topic: 'application-logs', partition: 0 };

    feed.preload({
      errors: distinct(5).map((error) => ({ ...error, at: noon - 3_600_000 })),
      totals: [
        { log, totals: [{ service: 'user-management', counts: severityCounts({ ERROR: 5, INFO: 70 }) }] },
      ],
      minutes: [],
    });

    const { rows, errors, services } = feed.snapshot();
    expect(rows.map(({ received }) => received)).toEqual(Array(5).fill(noon - 3_600_000));
    expect(errors).toBe(0);
    expect(services).toMatchObject([
      { name: 'user-management', total: 5, errorsPerMinute: 0, lastError: noon - 3_600_000 },
    ]);
  });

  test('goes on with rates and charts from the stored minutes', () => {
    const feed = createFeed();
    const minute = Math.floor(noon / 60_000) * 60_000;
    const counts = severityCounts({ ERROR: 90, INFO: 210 });

    feed.preload({
      errors: [],
      totals: [],
      minutes: [
        { service: 'billing', minute: minute - 120_000, counts },
        { service: 'search', minute: minute - 120_000, counts },
        { service: 'billing', minute, counts },
      ],
    });

    const { chart, services, records } = feed.snapshot();
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    const passed = Math.floor((noon - minute) / 1_000) + 1;
    expect(sum(chart.ERROR)).toBe(270);
    expect(Math.max(...chart.ERROR)).toBe(180 / 60);
    expect(sum(chart.ERROR.slice(-passed))).toBe(90);
    expect(services).toMatchObject([
      { name: 'billing', errorsPerMinute: 90, errorShare: 0.3 },
      { name: 'search', errorsPerMinute: 0, errorShare: 0.3 },
    ]);
    expect(records).toBe(0);
  });

  test('shows what another member stored as it shows what was pushed', () => {
    const [pushed, taken] = [createFeed(), createFeed()];
    const totals = [{ service: 'user-management', counts: severityCounts({ ERROR: 12 }) }];
    const batches = [1n, 2n].map((offset) =>
      aStoredBatch({
        errors: [anError({ offset }), ...distinct(2)],
        others: 5,
        totals,
        newIncidents: ['i0'],
      }),
    );
    const gathering = createGathering({ rows: 100, services: 100, incidents: 100 });

    for (const batch of batches) pushed.push(batch);
    for (const batch of batches) gathering.add(batch);
    taken.take(gathering.take());
    vi.advanceTimersByTime(100);

    expect(taken.snapshot()).toEqual(pushed.snapshot());
    expect(taken.trendOf('i1')).toEqual(pushed.trendOf('i1'));
  });
});

test('shows on the rows of an incident what a person decided, and takes it back', () => {
  const feed = createFeed();
  feed.push(aStoredBatch({ errors: distinct(2), newIncidents: ['i0'] }));
  vi.advanceTimersByTime(100);
  const decisions = () => {
    vi.advanceTimersByTime(100);
    return feed.snapshot().rows.map(({ mark, decision }) => [mark, decision]);
  };
  const told = (change: IncidentChange['change'], status: IncidentStatus) =>
    feed.announce({ change, incident: anIncident({ id: 'i0', status }) });

  told('resolved', 'RESOLVED');
  const resolved = decisions();
  told('escalating', 'ESCALATING');
  told('muted', 'MUTED');
  feed.push(aStoredBatch({ errors: distinct(1) }));
  const muted = decisions();
  told('reopened', 'NEW');

  expect(resolved).toEqual([
    ['NEW', 'RESOLVED'],
    [null, null],
  ]);
  expect(muted[0]).toEqual(['NEW', 'MUTED']);
  expect(decisions()[0]).toEqual(['NEW', null]);
});

describe('counting', () => {
  test('adds up records and errors exactly, whatever is drawn', () => {
    const feed = createFeed({ capacity: 10, rowsPerFrame: 3 });

    for (let batch = 0; batch < 50; batch += 1) {
      feed.push(aStoredBatch({ errors: distinct(40, batch * 40), others: 60 }));
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
});

describe('publishing', () => {
  test('publishes ten times a second at the most', () => {
    const feed = createFeed();
    const listener = vi.fn();
    feed.subscribe(listener);

    for (let push = 0; push < 1_000; push += 1) {
      feed.push(aStoredBatch());
      vi.advanceTimersByTime(1);
    }

    expect(listener.mock.calls.length).toBeGreaterThanOrEqual(9);
    expect(listener.mock.calls.length).toBeLessThanOrEqual(11);
  });

  test('publishes nothing when nothing came', () => {
    const feed = createFeed();
    const listener = vi.fn();
    feed.subscribe(listener);
    const before = feed.snapshot();

    vi.advanceTimersByTime(60_000);

    expect(listener).not.toHaveBeenCalled();
    expect(feed.snapshot()).toBe(before);
  });

  test('tells a listener nothing more once it has unsubscribed', () => {
    const feed = createFeed();
    const listener = vi.fn();
    const unsubscribe = feed.subscribe(listener);

    unsubscribe();
    feed.refresh();

    expect(listener).not.toHaveBeenCalled();
  });

  test('renews the services once a second at the most, so that the table can be read', () => {
    const feed = createFeed();
    feed.push(aStoredBatch());
    vi.advanceTimersByTime(100);
    const { services } = feed.snapshot();

    feed.push(aStoredBatch());
    vi.advanceTimersByTime(100);
    const soon = feed.snapshot();
    vi.advanceTimersByTime(1_000);
    feed.refresh();

    expect(soon.errors).toBe(2);
    expect(soon.services).toBe(services);
    expect(feed.snapshot().services).toMatchObject([{ errorsPerMinute: 2 }]);
  });
});
