import type { StoreConfig } from '../../config/store-config.ts';
import type { Filter } from '../../filter/filter.ts';
import { errorRows } from '../../output/rows/error-rows.ts';
import { findErrors } from '../../postgres/find-errors.ts';
import { findIncident } from '../../postgres/find-incident.ts';
import type { Database } from '../../postgres/pool.ts';
import {
  type ErrorCursor,
  type ErrorPage,
  type ErrorQuery,
  streamErrors,
} from '../../postgres/query-errors.ts';
import type { LogError } from '../../types.ts';
import type { Context } from '../context.ts';
import { noIncident } from '../no-incident.ts';
import { keepHeapSmall } from '../small-heap.ts';
import { cursorParts, cursorText } from './cursor.ts';
import { type FailOn, judge } from './fail-on.ts';
import type { Printing } from './flags.ts';
import { nothingFits } from './nothing-fits.ts';
import { type Page, runListing } from './run-listing.ts';

export type ErrorsRun = {
  readonly query: ErrorQuery;
  /** Id or prefix of the only incident wanted. */
  readonly incident: string | undefined;
  readonly filter: Filter | undefined;
  readonly cursor: string | undefined;
  readonly failOn: FailOn | undefined;
  readonly printing: Printing;
  readonly store: StoreConfig;
};

const manyRows = 10_000;

/** Prints stored errors as they are fetched, a page at a time. */
export async function runErrors(run: ErrorsRun, context: Context): Promise<void> {
  const { filter, failOn, printing, store } = run;
  const { services, levels, since, until } = run.query;
  if (run.query.limit > manyRows) keepHeapSmall();
  const after = run.cursor === undefined ? {} : { after: placeOf(run.cursor, run.query) };
  const queryIn = async (database: Database): Promise<ErrorQuery> => {
    if (run.incident === undefined) return run.query;
    const found = await findIncident(database, run.incident);
    if (found.id === undefined) throw noIncident(found.reason);
    return { ...run.query, incident: found.id };
  };
  await runListing<LogError>(
    {
      pages: async function* (database) {
        yield* pagesOf(database, { ...(await queryIn(database)), ...after }, filter);
      },
      form: () => errorRows,
      empty: nothingFits(
        'stored errors',
        since,
        [...services, ...levels, until, run.incident, filter, run.cursor],
        'esm-monitor query --limit 5',
      ),
      ...(failOn === undefined
        ? {}
        : { verdict: async (database) => verdict(database, await queryIn(database), filter, failOn) }),
    },
    printing,
    store,
    context,
  );
}

function stream(
  database: Database,
  query: ErrorQuery,
  filter: Filter | undefined,
): AsyncGenerator<ErrorPage> {
  return filter === undefined ? streamErrors(database, query) : findErrors(database, query, filter);
}

async function* pagesOf(
  database: Database,
  query: ErrorQuery,
  filter: Filter | undefined,
): AsyncGenerator<Page<LogError>> {
  let count = 0;
  for await (const { errors, placeOf } of stream(database, query, filter)) {
    count += errors.length;
    const end = placeOf(errors.length - 1);
    if (count < query.limit || end === undefined) yield { rows: errors };
    else {
      const place = cursorText([query.order ?? 'newest', end.at, end.logId, end.offset, end.part]);
      const which = query.order === 'oldest' ? 'oldest' : 'newest';
      yield {
        rows: errors,
        more: `The ${which} ${count} are shown; for more: --limit, or --cursor ${place}`,
      };
    }
  }
}

/** A time as Postgres writes it, with its zone, then whole numbers. */
const placeForms = [
  /^\d{4,6}-\d{2}-\d{2} [\d:.]+[+-][\d:]+(?: BC)?$/,
  /^\d{1,9}$/,
  /^\d{1,18}$/,
  /^\d{1,4}$/,
];

function placeOf(cursor: string, { order = 'newest' }: ErrorQuery): ErrorCursor {
  const [, at = '', logId = '', offset = '', part = ''] = cursorParts(cursor, [
    new RegExp(`^${order}$`),
    ...placeForms,
  ]);
  return { at, logId, offset, part };
}

async function verdict(
  database: Database,
  query: ErrorQuery,
  filter: Filter | undefined,
  failOn: FailOn,
): Promise<void> {
  const { services, levels, since, until, incident } = query;
  const range = {
    services,
    levels,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(incident === undefined ? {} : { ids: [incident] }),
  };
  await judge(database, failOn, range, filter, async (most) => {
    let count = 0;
    for await (const { errors } of stream(database, { ...query, limit: most }, filter))
      count += errors.length;
    return count;
  });
}
