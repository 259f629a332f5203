import { parseFilter } from '../../../src/filter/parse-filter.ts';
import { findErrors } from '../../../src/postgres/find-errors.ts';
import { createHistory } from '../../../src/postgres/history.ts';
import type { Database } from '../../../src/postgres/pool.ts';
import { queryErrors } from '../../../src/postgres/query-errors.ts';
import { queryIncidents } from '../../../src/postgres/query-incidents.ts';
import { queryTimeline } from '../../../src/postgres/query-timeline.ts';
import { errorId, type StoredPast } from './store-past.ts';

/** A usual question; `turn` makes each time another one of its kind. Answers the number of rows found. */
export type Question = {
  readonly what: string;
  /** Undefined where nothing is promised. */
  readonly mostMs: number | undefined;
  ask(database: Database, past: StoredPast, turn: number): Promise<number>;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const everything = { services: [], levels: [], since: undefined, until: undefined, limit: 50 };

export const questions: readonly Question[] = [
  {
    what: 'newest 50 errors of a service',
    mostMs: 100,
    ask: async (database, { incidents }, turn) => {
      const services = [incidents[turn]?.service ?? ''];
      return (await queryErrors(database, { ...everything, services })).length;
    },
  },
  {
    what: 'incidents of the last day by count',
    mostMs: 100,
    ask: async (database, { until }) => {
      const page = await queryIncidents(database, { since: until - dayMs, sort: 'count', limit: 50 });
      return page.incidents.length;
    },
  },
  {
    what: 'a word of many errors, within a day',
    mostMs: 100,
    ask: (database, past, turn) => search(database, past, turn, 'declined'),
  },
  {
    what: 'an id of one error, within the last day',
    mostMs: 100,
    ask: (database, past, turn) => {
      const share = (dayOf(past, 0).since + dayMs / 3 - past.since) / (past.until - past.since);
      return search(database, past, 0, errorId(Math.floor(past.errors * share) + turn));
    },
  },
  {
    what: 'a word of no error, within the last day',
    mostMs: 100,
    ask: (database, past, turn) => search(database, past, 0, `nobody${turn}`),
  },
  {
    what: 'the same, each time within another day, whose index Postgres has to read again',
    mostMs: undefined,
    ask: (database, past, turn) => search(database, past, turn, `nobody${turn}`),
  },
  {
    what: 'timeline of a week by hour',
    mostMs: 100,
    ask: async (database, { until }) => {
      const since = until - 7 * dayMs;
      return (await queryTimeline(database, { since, until, bucketMs: hourMs })).length;
    },
  },
  {
    what: 'the page of an incident',
    mostMs: 100,
    ask: async (database, { incidents }, turn) => {
      const history = createHistory(database);
      const id = incidents[turn ** 2 % incidents.length]?.id ?? '';
      const page = await history.incident(id);
      return (page?.history.length ?? 0) + (await history.occurrences(id, 20)).length;
    },
  },
];

/** The screen asks this every two seconds. */
export const manyIncidents: Question = {
  what: 'the latest 1,000 of 100,000 incidents',
  mostMs: 50,
  ask: async (database) => (await createHistory(database).incidents({ limit: 1_000 })).length,
};

async function search(database: Database, past: StoredPast, daysBack: number, text: string): Promise<number> {
  const parsed = parseFilter(text);
  if ('problem' in parsed) throw new Error(parsed.problem.message);
  let count = 0;
  const query = { ...everything, ...dayOf(past, daysBack) };
  for await (const { errors } of findErrors(database, query, parsed.filter)) count += errors.length;
  return count;
}

/** The last whole day, then the one before it, and so on. */
function dayOf(
  { since, until }: StoredPast,
  turn: number,
): { readonly since: number; readonly until: number } {
  const days = Math.floor((until - since) / dayMs) - 1;
  const end = Math.floor(until / dayMs) * dayMs - (turn % days) * dayMs;
  return { since: end - dayMs, until: end };
}
