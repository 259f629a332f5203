import { describe, expect, test } from 'vitest';
import type { History } from '../../src/ports.ts';
import type { LogError } from '../../src/types.ts';
import { anError, severityCounts } from '../support/builders.ts';

/** A history to test, and a way to store errors (offsets are given in turn). */
export type HistoryUnderTest = {
  readonly history: History;
  readonly store: (errors: readonly LogError[]) => Promise<void>;
};

const minute = 60_000;
/** Start of a minute some hours ago. */
const start = Math.floor(Date.now() / minute) * minute - 300 * minute;
const a = 'aaaa000000000001';
const b = 'aaaa000000000002';
const c = 'cccc000000000003';

/** What every history keeps to. `make` gives an empty one. */
export function describeHistory(name: string, make: () => Promise<HistoryUnderTest>): void {
  describe(name, () => {
    test('lists incidents with their counts and times, the latest first', async () => {
      const { history } = await filled(make);

      const incidents = await history.incidents({ limit: 10 });

      expect(incidents.map(({ id }) => id)).toEqual([c, a, b]);
      expect(incidents[1]).toEqual({
        id: a,
        status: 'NEW',
        level: 'ERROR',
        service: 'billing',
        title: 'card declined',
        count: 3,
        firstSeen: start,
        lastSeen: start + 2 * minute,
        fingerprint: `v1:${a}`,
      });
    });

    test.for([
      { filter: { sort: 'count' }, ids: [a, b, c], what: 'the most frequent first' },
      { filter: { sort: 'first-seen' }, ids: [c, b, a], what: 'the newest first' },
      { filter: { services: ['search'] }, ids: [c, b], what: 'those of a service' },
      { filter: { levels: ['CRITICAL'] }, ids: [c], what: 'those of a level' },
      { filter: { statuses: ['RESOLVED', 'MUTED'] }, ids: [], what: 'those of a status' },
      { filter: { statuses: ['NEW'], services: [] }, ids: [c, a, b], what: 'all where a choice is empty' },
      {
        filter: { since: start + 2 * minute, until: start + 5 * minute },
        ids: [a],
        what: 'those last seen then',
      },
      { filter: { limit: 2 }, ids: [c, a], what: 'at most so many' },
    ] as const)('lists $what', async ({ filter, ids }) => {
      const { history } = await filled(make);

      const incidents = await history.incidents({ limit: 10, ...filter });

      expect(incidents.map(({ id }) => id)).toEqual(ids);
    });

    test('tells the whole story of one incident by a prefix of its id', async () => {
      const { history } = await filled(make);

      const incident = await history.incident('AAAA000000000001');

      expect(await history.incident('cccc')).toMatchObject({ id: c, title: 'index is gone' });
      expect(incident).toMatchObject({
        id: a,
        exceptionType: null,
        grouping: { fingerprint: `v1:${a}`, tier: 'template', parts: [] },
        fingerprints: [`v1:${a}`],
        resolvedAt: null,
        regressedAt: null,
        mutedUntil: null,
        mutedPerMinute: null,
        history: [
          { at: start, count: 2 },
          { at: start + 2 * minute, count: 1 },
        ],
        triage: [],
      });
    });

    test.for(['aaaa', 'ccc', 'dddd', '', '%%%%', "' OR true --"])(
      'finds no incident for %j: shared, short, unknown or no id at all',
      async (text) => {
        const { history } = await filled(make);

        expect(await history.incident(text)).toBeUndefined();
        expect(await history.occurrences(text, 10)).toEqual([]);
      },
    );

    test('shows the errors of an incident, newest first, page by page', async () => {
      const { history } = await filled(make);

      const newest = await history.occurrences(a, 2);
      const older = await history.occurrences(a, 2, start + 1);

      expect(newest.map(({ at, message }) => [at - start, message])).toEqual([
        [2 * minute, 'card declined again'],
        [1, 'card declined'],
      ]);
      expect(older.map(({ offset }) => offset)).toEqual([0n]);
    });

    test('counts by bucket, oldest first, without empty buckets', async () => {
      const { history } = await filled(make);

      const all = await history.timeline(start, start + 9 * minute, 3 * minute);
      const one = await history.timeline(start, start + 9 * minute, minute, ['search']);
      const none = await history.timeline(start - 9 * minute, start, minute);

      const bucket = (ms: number) => Math.floor(ms / (3 * minute)) * 3 * minute;
      const counted = new Map<number, number>();
      for (const at of [0, 0, 1, 1, 2, 7]) {
        const key = bucket(start + at * minute);
        counted.set(key, (counted.get(key) ?? 0) + 1);
      }
      expect(all.map(({ at, counts }) => [at, counts.ERROR + counts.CRITICAL])).toEqual([...counted]);
      expect(one).toEqual([
        { at: start + minute, counts: severityCounts({ ERROR: 2 }) },
        { at: start + 7 * minute, counts: severityCounts({ CRITICAL: 1 }) },
      ]);
      expect(none).toEqual([]);
    });
  });
}

async function filled(make: () => Promise<HistoryUnderTest>): Promise<HistoryUnderTest> {
  const made = await make();
  const at = (ms: number) => ({ at: start + ms, time: start + ms });
  const declined = { incident: a, service: 'billing', message: 'card declined' };
  const slow = { incident: b, service: 'search', message: 'slow' };
  await made.store([
    anError({ ...declined, ...at(0) }),
    anError({ ...declined, ...at(1) }),
    anError({ ...slow, ...at(minute) }),
    anError({ ...slow, ...at(minute + 5) }),
    anError({ ...declined, ...at(2 * minute), message: 'card declined again' }),
    anError({
      incident: c,
      service: 'search',
      message: 'index is gone',
      severity: 'CRITICAL',
      ...at(7 * minute),
    }),
  ]);
  return made;
}
