import { toLine } from './json-lines.ts';
import type { Sink } from './sink.ts';
import { type Column, createTable, type Table, type TableLook } from './table.ts';

/** How `query` prints: a table for a person, or one object a line, or CSV. */
export type PrintFormat = 'table' | 'json' | 'csv';

/** How rows of one kind are printed. */
export type RowForm<Row> = {
  readonly columns: readonly Column<Row>[];
  /** What `--json` prints of a row; its keys are the columns of `--csv`. */
  readonly record: (row: Row) => { readonly [key: string]: unknown };
};

export type RowPrinter<Row> = { print(rows: readonly Row[]): Promise<void> };

/** Prints rows as they come, in pages; the head comes before the first. */
export function createRowPrinter<Row>(
  form: RowForm<Row>,
  format: PrintFormat,
  look: TableLook,
  sink: Sink,
): RowPrinter<Row> {
  let table: Table<Row> | undefined;
  let begun = false;

  async function textOf(rows: readonly Row[]): Promise<string> {
    if (format === 'json') return rows.map((row) => `${toLine(form.record(row))}\n`).join('');
    if (format === 'csv') return await csvOf(rows.map(form.record), !begun);
    const lines: string[] = [];
    if (table === undefined) {
      table = createTable(form.columns, rows, look);
      lines.push(table.head);
    }
    for (const row of rows) lines.push(table.line(row));
    return `${lines.join('\n')}\n`;
  }

  return {
    print: async (rows) => {
      if (rows.length === 0) return;
      const text = await textOf(rows);
      begun = true;
      await sink.write(text);
    },
  };
}

/** A text that a spreadsheet would run as a formula gets an apostrophe before it: log text is anybody's. */
async function csvOf(
  records: readonly { readonly [key: string]: unknown }[],
  header: boolean,
): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  return stringify([...records], {
    header,
    escape_formulas: true,
    cast: { object: (value) => toLine(value), boolean: String },
  });
}
