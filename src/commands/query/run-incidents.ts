import type { StoreConfig } from '../../config/store-config.ts';
import type { Filter } from '../../filter/filter.ts';
import { incidentSubject } from '../../filter/incident-subject.ts';
import { incidentRows } from '../../output/rows/incident-rows.ts';
import type { Database } from '../../postgres/pool.ts';
import { type IncidentCursor, type IncidentQuery, queryIncidents } from '../../postgres/query-incidents.ts';
import type { Incident } from '../../types.ts';
import type { Context } from '../context.ts';
import { cursorParts, cursorText } from './cursor.ts';
import { type FailOn, judge } from './fail-on.ts';
import type { Printing } from './flags.ts';
import { nothingFits } from './nothing-fits.ts';
import { type Page, runListing } from './run-listing.ts';

export type IncidentsRun = {
  readonly query: IncidentQuery;
  readonly filter: Filter | undefined;
  readonly cursor: string | undefined;
  readonly failOn: FailOn | undefined;
  readonly printing: Printing;
  readonly store: StoreConfig;
};

const pageRows = 1_000;
/** Each page sums up all incidents: those that a filter looks through come in few. */
const filteredRows = 20_000;

export async function runIncidents(run: IncidentsRun, context: Context): Promise<void> {
  const { query, filter, cursor, failOn, printing, store } = run;
  const { services = [], levels = [], statuses = [], since, until } = query;
  const first = cursor === undefined ? query : { ...query, after: placeOf(cursor, query) };
  await runListing<Incident>(
    {
      pages: (database) => pagesOf(database, first, filter),
      form: () => incidentRows,
      empty: nothingFits(
        'incidents',
        since,
        [...services, ...levels, ...statuses, until, filter, cursor],
        'esm-monitor query incidents --limit 5',
      ),
      ...(failOn === undefined ? {} : { verdict: (database) => verdict(database, query, filter, failOn) }),
    },
    printing,
    store,
    context,
  );
}

async function* pagesOf(
  database: Database,
  query: IncidentQuery,
  filter: Filter | undefined,
): AsyncGenerator<Page<Incident>> {
  let left = query.limit;
  for await (const { incidents, places, isLast } of found(database, query, filter)) {
    left -= incidents.length;
    const end = places.at(-1);
    if (left > 0 || isLast || end === undefined) yield { rows: incidents };
    else yield { rows: incidents, more: `There are more: --limit, or --cursor ${textOf(end, query)}` };
  }
}

type Found = {
  readonly incidents: readonly Incident[];
  readonly places: readonly (IncidentCursor | undefined)[];
  /** There are no more that fit. */
  readonly isLast: boolean;
};

/** Incidents up to the limit. Whether there are more that a filter finds is known only when the last page was seen. */
async function* found(
  database: Database,
  query: IncidentQuery,
  filter: Filter | undefined,
): AsyncGenerator<Found> {
  let left = query.limit;
  let after = query.after;
  while (left > 0) {
    const limit = filter === undefined ? Math.min(left, pageRows) : filteredRows;
    const page = await queryIncidents(database, {
      ...query,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    after = page.next;
    const fitting = [...page.incidents.entries()].filter(
      ([, incident]) => filter?.matches(incidentSubject(incident)) ?? true,
    );
    const shown = fitting.slice(0, left);
    left -= shown.length;
    const isLast = after === undefined && shown.length === fitting.length;
    yield {
      incidents: shown.map(([, incident]) => incident),
      places: shown.map(([index]) => page.placeOf(index)),
      isLast,
    };
    if (after === undefined) return;
  }
}

function textOf({ key, id }: IncidentCursor, { sort = 'last-seen' }: IncidentQuery): string {
  return cursorText([sort, key, id]);
}

function placeOf(cursor: string, { sort = 'last-seen' }: IncidentQuery): IncidentCursor {
  const [, key = '', id = ''] = cursorParts(cursor, [
    new RegExp(`^${sort}$`),
    /^-?[\d.]{1,40}$/,
    /^[0-9a-f]{16}$/,
  ]);
  return { key, id };
}

async function verdict(
  database: Database,
  query: IncidentQuery,
  filter: Filter | undefined,
  failOn: FailOn,
): Promise<void> {
  await judge(database, failOn, query, filter, async (most) => {
    let count = 0;
    for await (const { incidents } of found(database, { ...query, limit: most }, filter))
      count += incidents.length;
    return count;
  });
}
