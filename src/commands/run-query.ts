import type { StoreConfig } from '../config.ts';
import { errorTable } from '../output/error-table.ts';
import { errorLine, toLine, write } from '../output/json-lines.ts';
import { openConfiguredDatabase } from '../postgres/open-store.ts';
import { type ErrorQuery, queryErrors } from '../postgres/query-errors.ts';
import type { Context } from './context.ts';

export type QueryRun = { readonly query: ErrorQuery; readonly store: StoreConfig; readonly json: boolean };

/** Prints the stored errors that fit the query: a table, or JSON lines as `watch --headless` prints them. */
export async function runQuery({ query, store, json }: QueryRun, context: Context): Promise<void> {
  const database = await openConfiguredDatabase(
    { ...store, poolSize: 1 },
    'esm-monitor query',
    context.signal,
  );
  try {
    const errors = await queryErrors(database, query);
    if (json) {
      await write(context.stdout, errors.map((error) => `${toLine(errorLine(error))}\n`).join(''));
      return;
    }
    if (errors.length === 0) {
      context.stderr.write(
        'No stored errors fit. Widen --since, or see what is there: esm-monitor query --limit 5\n',
      );
      return;
    }
    const width = context.stdout.isTTY ? context.stdout.columns : undefined;
    await write(context.stdout, errorTable(errors, width));
    if (errors.length === query.limit) {
      context.stderr.write(`The newest ${query.limit} are shown; --limit shows more.\n`);
    }
  } finally {
    await database.close();
  }
}
