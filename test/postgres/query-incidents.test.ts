import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../../src/postgres/fold.ts';
import { incidentsById } from '../../src/postgres/query-incident.ts';
import { type IncidentQuery, queryIncidents } from '../../src/postgres/query-incidents.ts';
import type { Incident } from '../../src/types.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';

const hourMs = 3_600_000;
const start = Math.floor(Date.now() / hourMs) * hourMs - 30 * hourMs;

test('lists the same incidents page by page, however few a page has', { timeout: 60_000 }, async () => {
  const { database, store, triage } = await aPast();
  const ages = fc.sample(fc.tuple(fc.nat(90), fc.nat(24 * 60), fc.nat(30)), { numRuns: 400, seed: 3 });
  const errors = ages.map(([which, minutes, ms]) => {
    return anError({ ...incident(which), at: start + minutes * 60_000 + ms });
  });
  await store(errors.slice(0, 200));
  await fold(database); // half of them, so that both halves of the counts are asked
  await store(errors.slice(200));
  for (const which of [3, 7, 11]) await triage.resolve(incident(which).incident, 'test');
  const whole = await queryIncidents(database, { limit: 1_000, sort: 'count' });

  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('last-seen', 'first-seen', 'count'),
      fc.constantFrom(1, 7, 40),
      fc.record(
        {
          statuses: fc.constantFrom(['RESOLVED'], ['NEW', 'REGRESSED']),
          services: fc.constant(['billing']),
          since: fc.nat(30).map((hours) => start + hours * hourMs + 1),
          until: fc.nat(30).map((hours) => start + hours * hourMs),
        },
        { requiredKeys: [] },
      ),
      async (sort, limit, filter) => {
        const listed: Incident[] = [];
        let after: IncidentQuery['after'];
        do {
          const page = await queryIncidents(database, { ...filter, sort, limit, ...(after && { after }) });
          listed.push(...page.incidents);
          after = page.next;
        } while (after !== undefined);

        expect(listed).toEqual(
          inOrder(
            whole.incidents.filter((each) => fits(each, filter)),
            sort,
          ),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('finds incidents by their ids, and leaves out what there is not', async () => {
  const { database, store } = await aPast();
  await store([1, 2, 2, 3].map((which) => anError({ ...incident(which), at: start })));

  const ids = [incident(2).incident, 'gone', incident(3).incident];
  const found = await incidentsById(database, ids);

  expect(found.map(({ id, count }) => [id, count]).toSorted()).toEqual([
    [incident(2).incident, 2],
    [incident(3).incident, 1],
  ]);
  expect(await incidentsById(database, [])).toEqual([]);
});

test('lists the most frequent of a range that has nearly all of many incidents', async () => {
  const { database, store } = await aPast();
  const many = Array.from({ length: 1_200 }, (_, which) => anError({ ...incident(which), at: start }));
  const frequent = Array.from({ length: 3 }, () => anError({ ...incident(5), at: start + 1 }));
  const earlier = Array.from({ length: 9 }, () => anError({ ...incident(2_000), at: start - 50 * hourMs }));
  await store([...earlier, ...many, ...frequent]);
  await database.pool.query('ANALYZE');

  const page = await queryIncidents(database, { since: start, sort: 'count', limit: 2 });

  expect(page.incidents.map(({ id, count }) => [id, count])).toEqual([
    [incident(5).incident, 4],
    [incident(1_199).incident, 1],
  ]);
});

function incident(which: number) {
  const id = which.toString(16).padStart(16, '0');
  return { incident: id, service: which % 3 === 0 ? 'billing' : 'search', message: `problem ${which}` };
}

function fits(
  incident: Incident,
  { statuses, services, since, until }: Omit<IncidentQuery, 'limit'>,
): boolean {
  return (
    (statuses?.includes(incident.status) ?? true) &&
    (services?.includes(incident.service) ?? true) &&
    incident.lastSeen >= (since ?? 0) &&
    incident.lastSeen < (until ?? Number.POSITIVE_INFINITY)
  );
}

const keys = {
  'last-seen': ({ lastSeen }: Incident) => lastSeen,
  'first-seen': ({ firstSeen }: Incident) => firstSeen,
  count: ({ count }: Incident) => count,
};

function inOrder(incidents: readonly Incident[], sort: keyof typeof keys): readonly Incident[] {
  const key = keys[sort];
  return incidents.toSorted((a, b) => key(b) - key(a) || (a.id < b.id ? 1 : -1));
}
