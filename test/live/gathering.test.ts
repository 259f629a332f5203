import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGathering, type GatheringCaps } from '../../src/live/gathering.ts';
import { otherServices } from '../../src/live/other-services.ts';
import { anError, aStoredBatch, severityCounts } from '../support/builders.ts';

const caps: GatheringCaps = { rows: 100, services: 100, incidents: 100 };

test('folds the errors of many batches by incident and level', () => {
  const gathering = createGathering(caps);

  gathering.add(aStoredBatch({ errors: [anError({ offset: 1n }), anError({ offset: 2n })], others: 8 }));
  gathering.add(aStoredBatch({ errors: [anError({ offset: 11n }), anError({ severity: 'CRITICAL' })] }));

  const { rows, records, withoutRow } = gathering.take();
  expect(rows.map(({ error, count }) => [error.severity, error.offset, count])).toEqual([
    ['ERROR', 1n, 3],
    ['CRITICAL', 0n, 1],
  ]);
  expect({ records, withoutRow }).toEqual({ records: 12, withoutRow: 0 });
});

test('marks the first row of an incident that is new or came back', () => {
  const gathering = createGathering(caps);
  const back = { id: 'b', countBefore: 7, firstSeen: 1 };

  gathering.add(aStoredBatch({ errors: [anError({ incident: 'a' })], newIncidents: ['a'] }));
  gathering.add(
    aStoredBatch({
      errors: [anError({ incident: 'b' }), anError({ incident: 'b', severity: 'CRITICAL' })],
      regressedIncidents: [back],
    }),
  );

  const { rows, newIncidents, regressedIncidents } = gathering.take();
  expect(rows.map(({ mark }) => mark)).toEqual(['NEW', 'REGRESSED', null]);
  expect({ newIncidents, regressedIncidents }).toEqual({ newIncidents: ['a'], regressedIncidents: [back] });
});

test('joins the offsets of each log, also of one that is read again from an older one', () => {
  const gathering = createGathering(caps);
  const log = { topic: 'logs', partition: 4 };
  const other = { topic: 'logs', partition: 5 };

  gathering.add(aStoredBatch({ log, from: 10n }));
  gathering.add(aStoredBatch({ log: other, from: 70n }));
  gathering.add(aStoredBatch({ log, from: 11n, others: 4 }));
  gathering.add(aStoredBatch({ log: other, from: 20n, others: 4 }));

  expect(gathering.take().logs).toEqual([
    { log, from: 10n, next: 16n },
    { log: other, from: 20n, next: 25n },
  ]);
});

test('adds up the counts of a service, of every severity', () => {
  const gathering = createGathering(caps);
  const counts = severityCounts({
    CRITICAL: 1,
    ERROR: 2,
    EXCEPTION: 3,
    WARN: 4,
    INFO: 5,
    DEBUG: 6,
    UNKNOWN: 7,
  });
  const inMinute = (minute: number) => ({ service: 'billing', minute, counts });

  gathering.add(aStoredBatch({ counts: [inMinute(0), inMinute(60_000)] }));
  gathering.add(aStoredBatch({ counts: [inMinute(60_000)] }));

  expect(gathering.take().counts).toEqual([
    {
      service: 'billing',
      counts: { CRITICAL: 3, ERROR: 6, EXCEPTION: 9, WARN: 12, INFO: 15, DEBUG: 18, UNKNOWN: 21 },
    },
  ]);
});

test('begins anew after it was taken, and tells errors from mere counts', () => {
  const gathering = createGathering(caps);
  const held = [gathering.holds()];

  gathering.add(aStoredBatch({ errors: [], others: 3 }));
  held.push(gathering.holds());
  gathering.add(aStoredBatch());
  held.push(gathering.holds());
  gathering.take();
  held.push(gathering.holds());

  expect(held).toEqual(['nothing', 'counts', 'errors', 'nothing']);
  expect(gathering.take()).toEqual({
    records: 0,
    counts: [],
    logs: [],
    rows: [],
    withoutRow: 0,
    newIncidents: [],
    regressedIncidents: [],
  });
});

describe('its caps', () => {
  test('let the oldest rows go, and count their errors', () => {
    const gathering = createGathering({ ...caps, rows: 2 });
    const of = (incident: string) => anError({ incident });

    gathering.add(aStoredBatch({ errors: [of('a'), of('a'), of('b'), of('c'), of('b')] }));

    const { rows, withoutRow } = gathering.take();
    expect(rows.map(({ error, count }) => [error.incident, count])).toEqual([
      ['b', 2],
      ['c', 1],
    ]);
    expect(withoutRow).toBe(2);
  });

  test('lose no event, whatever is gathered', () => {
    const batches = fc.array(
      fc.array(
        fc.record({ service: fc.constantFrom('a', 'b', 'c', 'd'), incident: fc.constantFrom('1', '2', '3') }),
      ),
    );
    fc.assert(
      fc.property(batches, (all) => {
        const gathering = createGathering({ rows: 2, services: 2, incidents: 2 });

        for (const errors of all) gathering.add(aStoredBatch({ errors: errors.map(anError), others: 1 }));

        const { rows, withoutRow, counts, records } = gathering.take();
        const errors = all.flat().length;
        const counted = (level: 'ERROR' | 'INFO') =>
          counts.reduce((sum, each) => sum + each.counts[level], 0);
        expect(withoutRow + rows.reduce((sum, { count }) => sum + count, 0)).toBe(errors);
        expect([counted('ERROR'), counted('INFO'), records]).toEqual([
          errors,
          all.length,
          errors + all.length,
        ]);
        expect(counts.filter(({ service }) => service !== otherServices).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
