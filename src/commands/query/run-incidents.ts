import type { StoreConfig } from '../../config/config.ts';
import { incidentRows } from '../../output/rows/incident-rows.ts';
import type { Database } from '../../postgres/pool.ts';
import { type IncidentCursor, type IncidentQuery, queryIncidents } from '../../postgres/query-incidents.ts';
import type { Incident } from '../../types.ts';
import type { Context } from '../context.ts';
import { cursorParts, cursorText } from './cursor.ts';
import { type FailOn, judge } from './fail-on.ts';
import type { Printing } from './flags.ts';
import { type Page, runListing } from './run-listing.ts';

export type IncidentsRun = {
  readonly query: IncidentQuery;
  readonly cursor: string | undefined;
  readonly failOn: FailOn | undefined;
  readonly printing: Printing;
  readonly store: StoreConfig;
};

const pageRows = 1_000;

export async function runIncidents(run: IncidentsRun, context: Context): Promise<void> {
  const { query, cursor, failOn, printing, store } = run;
  const first = cursor === undefined ? query : { ...query, after: placeOf(cursor, query) };
  await runListing<Incident>(
    {
      pages: (database) => pagesOf(database, first),
      form: () => incidentRows,
      empty: 'No incidents fit. Widen --since, or see what is there: esm-monitor query incidents --limit 5',
      ...(failOn === undefined ? {} : { verdict: (database) => verdict(database, query, failOn) }),
    },
    printing,
    store,
    context,
  );
}

async function* pagesOf(database: Database, query: IncidentQuery): AsyncGenerator<Page<Incident>> {
  let left = query.limit;
  let after = query.after;
  while (left > 0) {
    const limit = Math.min(left, pageRows);
    const { incidents, next } = await queryIncidents(database, {
      ...query,
      limit,
      ...(after === undefined ? {} : { after }),
    });
    left -= incidents.length;
    after = next;
    if (after === undefined || left > 0) yield { rows: incidents };
    else yield { rows: incidents, more: `There are more: --limit, or --cursor ${textOf(after, query)}` };
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

async function verdict(database: Database, query: IncidentQuery, failOn: FailOn): Promise<void> {
  await judge(database, failOn, query, async (most) => {
    const { incidents } = await queryIncidents(database, { ...query, limit: most });
    return incidents.length;
  });
}
