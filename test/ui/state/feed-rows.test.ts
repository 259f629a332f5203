import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createGathering } from '../../../src/live/gathering.ts';
import type { IncidentChange } from '../../../src/ports.ts';
import type { IncidentStatus } from '../../../src/types.ts';
import { createFeed } from '../../../src/ui/state/feed.ts';
import { anError, aStoredBatch, noon, severityCounts } from '../../support/builders.ts';
import { anIncident } from '../support/a-session.ts';
import { distinctErrors } from '../support/distinct-errors.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: noon });
});
afterEach(() => {
  vi.useRealTimers();
});

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

  feed.push(aStoredBatch({ errors: distinctErrors(2) }));
  vi.advanceTimersByTime(100);
  feed.push(aStoredBatch({ errors: distinctErrors(4, 2) }));
  vi.advanceTimersByTime(100);

  expect(feed.snapshot().rows.map(({ key }) => key)).toEqual([3, 4, 5]);
  expect(feed.snapshot().rows.map(({ error }) => error.incident)).toEqual(['i3', 'i4', 'i5']);
});

test('begins a new row for an incident whose row has left the buffer', () => {
  const feed = createFeed({ capacity: 2 });

  feed.push(aStoredBatch({ errors: distinctErrors(3) }));
  vi.advanceTimersByTime(100);
  feed.push(aStoredBatch({ errors: distinctErrors(1) }));
  vi.advanceTimersByTime(100);

  expect(feed.snapshot().rows.map(({ error }) => error.incident)).toEqual(['i2', 'i0']);
});

test('never changes a snapshot that it has published', () => {
  const feed = createFeed();
  feed.push(aStoredBatch());
  vi.advanceTimersByTime(100);
  const held = feed.snapshot();
  const copy = structuredClone(held.rows);

  feed.push(aStoredBatch({ errors: [anError(), ...distinctErrors(9_000)] }));
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

  feed.push(aStoredBatch({ errors: [...distinctErrors(5), ...distinctErrors(1)] }));
  vi.advanceTimersByTime(100);
  feed.push(aStoredBatch({ errors: distinctErrors(1, 10) }));
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

  feed.preload({
    errors: distinctErrors(5).map((error) => ({ ...error, at: noon - 3_600_000 })),
    totals: [{ service: 'user-management', counts: severityCounts({ ERROR: 5, INFO: 70 }) }],
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
  const batches = [1n, 2n].map((offset) =>
    aStoredBatch({
      errors: [anError({ offset }), ...distinctErrors(2)],
      others: 5,
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

test('shows on the rows of an incident what a person decided, and takes it back', () => {
  const feed = createFeed();
  feed.push(aStoredBatch({ errors: distinctErrors(2), newIncidents: ['i0'] }));
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
  feed.push(aStoredBatch({ errors: distinctErrors(1) }));
  const muted = decisions();
  told('reopened', 'NEW');

  expect(resolved).toEqual([
    ['NEW', 'RESOLVED'],
    [null, null],
  ]);
  expect(muted[0]).toEqual(['NEW', 'MUTED']);
  expect(decisions()[0]).toEqual(['NEW', null]);
});
