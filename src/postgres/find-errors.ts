import type { Filter } from '../filter/filter.ts';
import { ask } from './ask.ts';
import { narrowErrors } from './narrow-errors.ts';
import type { Database } from './pool.ts';
import { type ErrorPage, type ErrorQuery, queryErrorPage } from './query-errors.ts';

const fewestRows = 100;
const mostRows = 1_000;
const dayMs = 86_400_000;

/**
 * Stored errors that fit the query and that the filter finds, page by page, in bounded memory.
 *
 * Postgres looks for what it can (`narrowErrors`), the filter itself decides about each row that comes. It goes day by
 * day, which is a partition: a filter that finds next to nothing makes many short statements and no long one.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function* findErrors(
  database: Database,
  query: ErrorQuery,
  filter: Filter,
): AsyncGenerator<ErrorPage> {
  const narrowed = await narrowErrors(database, filter);
  if (narrowed.alternatives?.length === 0) return;
  let left = query.limit;
  for await (const range of daysWithErrors(database, query)) {
    for await (const page of pagesOf(database, { ...query, ...range, narrowed, limit: left })) {
      const kept = [...page.errors.entries()].filter(([, error]) => narrowed.keeps(error)).slice(0, left);
      left -= kept.length;
      if (kept.length > 0) {
        const placeOf = (index: number) => page.placeOf(kept[index]?.[0] ?? page.errors.length);
        yield { errors: kept.map(([, error]) => error), placeOf };
      }
      if (left === 0) return;
    }
  }
}

/** All pages of one day: first as many rows as are wanted, then more, as not all that came were kept. */
async function* pagesOf(database: Database, query: ErrorQuery): AsyncGenerator<ErrorPage> {
  let { after } = query;
  for (let rows = Math.max(query.limit, fewestRows); ; rows *= 2) {
    const limit = Math.min(rows, mostRows);
    const page = await queryErrorPage(database, {
      ...query,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    yield page;
    if (page.errors.length < limit) return;
    after = page.placeOf(limit - 1);
  }
}

type Range = { readonly since: number; readonly until: number };

/**
 * Days (UTC) of the query that have errors, in its order. Kafka timestamps can name any year, so the next day is looked
 * up: by error_at.
 */
async function* daysWithErrors(database: Database, query: ErrorQuery): AsyncGenerator<Range> {
  const { order = 'newest', after } = query;
  const newest = order === 'newest';
  let { since = earliest, until = latest } = query;
  for (;;) {
    const [row] = await ask<{ at: number | null }>(
      database,
      `SELECT extract(epoch FROM ${newest ? 'max' : 'min'}(at))::float8 * 1000 AS at
         FROM esm.error
        WHERE at >= to_timestamp($1::float8 / 1000) AND at < to_timestamp($2::float8 / 1000)
          AND ($3::timestamptz IS NULL OR at ${newest ? '<=' : '>='} $3)`,
      [since, until, after?.at ?? null],
    );
    if (row?.at == null) return;
    const day = Math.floor(row.at / dayMs) * dayMs;
    yield { since: Math.max(since, day), until: Math.min(until, day + dayMs) };
    if (newest) until = day;
    else since = day + dayMs;
  }
}

/** Beyond these no time is stored. */
const earliest = Date.UTC(-1, 0, 1);
const latest = Date.UTC(10_000, 0, 2);
