import type { StoreConfig } from '../../config/store-config.ts';
import { createRowPrinter, type RowForm } from '../../output/print-rows.ts';
import { openConfiguredDatabase } from '../../postgres/open-store.ts';
import type { Database } from '../../postgres/pool.ts';
import type { Context } from '../context.ts';
import type { Printing } from './flags.ts';
import { lookOf, openSink } from './print-target.ts';

/** A part of an answer; `more` is what to tell when there is more than was asked for. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly more?: string };

export type Listing<Row> = {
  pages(database: Database): AsyncIterable<Page<Row>>;
  /** How the rows are printed; the first page may decide. */
  form(firstRows: readonly Row[]): RowForm<Row>;
  /** What to tell when nothing fits. */
  readonly empty: string;
  /** Throws when the answer must fail a script. */
  verdict?(database: Database): Promise<void>;
};

/** Prints an answer as it comes: to stdout, a pager or a file, in memory that does not grow with it. */
export async function runListing<Row>(
  listing: Listing<Row>,
  printing: Printing,
  store: StoreConfig,
  context: Context,
): Promise<void> {
  const { stderr, signal } = context;
  const database = await openConfiguredDatabase({ ...store, poolSize: 1 }, 'esm-monitor query', signal);
  try {
    const { count, more } = await print(listing, database, printing, context);
    if (count === 0) stderr.write(`${listing.empty}\n`);
    if (more !== undefined) stderr.write(`${more}\n`);
    if (!signal.aborted) await listing.verdict?.(database);
  } finally {
    await database.close();
  }
}

async function print<Row>(
  listing: Listing<Row>,
  database: Database,
  printing: Printing,
  context: Context,
): Promise<{ readonly count: number; readonly more: string | undefined }> {
  const { output, format } = printing;
  const sink = await openSink(printing, context);
  const progress = output === undefined ? undefined : await openProgress(context, output);
  let printer: ReturnType<typeof createRowPrinter<Row>> | undefined;
  let count = 0;
  let more: string | undefined;
  let whole = false;
  try {
    for await (const page of listing.pages(database)) {
      if (context.signal.aborted || sink.ended()) break;
      printer ??= createRowPrinter(listing.form(page.rows), format, lookOf(printing, context), sink);
      await printer.print(page.rows);
      count += page.rows.length;
      more = page.more;
      progress?.advance(page.rows.length);
    }
    whole = !context.signal.aborted;
  } finally {
    progress?.end();
    await sink.close(whole);
  }
  return { count, more };
}

async function openProgress({ stderr }: Context, output: string) {
  const { createProgress } = await import('../../output/progress.ts');
  return createProgress(stderr, `rows to ${output}`);
}
