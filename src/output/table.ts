import type { ChalkInstance } from 'chalk';
import { cut, fit, fitRight, widthOf } from '../text/fit.ts';
import { visible } from '../text/visible.ts';

/** One column of a table. The last column takes what is left of the width, unless it stands on the right. */
export type Column<Row> = {
  readonly name: string;
  readonly text: (row: Row, look: TableLook) => string;
  /** Numbers stand on the right. */
  readonly right?: boolean;
  /** Columns at most; 24 where it is left out. */
  readonly most?: number;
  /** Of the last column: with less room than this others are left out; 20 where nothing is said. */
  readonly least?: number;
  /** What a narrow terminal can do without: the highest goes first, and what has none stays. */
  readonly spare?: number;
  readonly paint?: (text: string, row: Row, chalk: ChalkInstance) => string;
};

/** How a table is drawn on the terminal at hand. */
export type TableLook = {
  /** Columns of the terminal, to which lines are cut; undefined: nothing is cut. */
  readonly width: number | undefined;
  readonly chalk: ChalkInstance;
  /** Local time of ms since the epoch. */
  readonly time: (instant: number) => string;
};

export type Table<Row> = { readonly head: string; line(row: Row): string };

const gap = '  ';

/** A table, one line a row that is safe to write, whose columns are as wide as the first rows need; later rows are cut to them. */
export function createTable<Row>(
  all: readonly Column<Row>[],
  firstRows: readonly Row[],
  look: TableLook,
): Table<Row> {
  const textOf = (column: Column<Row>, row: Row) => visible(column.text(row, look).replace(/[\t\n]/g, ' '));
  const sized = all.map((column, i) => {
    if (i === all.length - 1 && column.right !== true) return { column, width: undefined };
    const widest = firstRows.reduce((most, row) => Math.max(most, widthOf(textOf(column, row))), 0);
    return { column, width: Math.max(widthOf(column.name), Math.min(widest, column.most ?? 24)) };
  });
  const columns = fitting(sized, look.width ?? Number.POSITIVE_INFINITY);

  function lineOf(textFor: (column: Column<Row>) => string, row: Row | undefined): string {
    let left = look.width ?? Number.POSITIVE_INFINITY;
    const cells: string[] = [];
    for (const { column, width } of columns) {
      if (left <= 0) break;
      const text = textFor(column);
      const full = width === undefined ? text : column.right ? fitRight(text, width) : fit(text, width);
      const cell = left === Number.POSITIVE_INFINITY ? full : cut(full, left);
      left -= widthOf(cell) + gap.length;
      cells.push(
        row === undefined || column.paint === undefined ? cell : column.paint(cell, row, look.chalk),
      );
    }
    return cells.join(gap).trimEnd();
  }

  return {
    head: look.chalk.dim(lineOf(({ name }) => name, undefined)),
    line: (row) => lineOf((column) => textOf(column, row), row),
  };
}

type Sized<Row> = { readonly column: Column<Row>; readonly width: number | undefined };

/** Without the columns that can be spared, one after the other, until the others have room. */
function fitting<Row>(columns: readonly Sized<Row>[], room: number): readonly Sized<Row>[] {
  const needed = columns.reduce(
    (sum, { column, width }) => sum + (width ?? column.least ?? 20) + gap.length,
    -gap.length,
  );
  const most = Math.max(...columns.map(({ column }) => column.spare ?? 0));
  if (needed <= room) return columns;
  if (most === 0) return narrowed(columns, room);
  return fitting(
    columns.filter(({ column }) => column.spare !== most),
    room,
  );
}

/** With less of the widest text, where not even those that are left have room: a number that is cut is another number. */
function narrowed<Row>(columns: readonly Sized<Row>[], room: number): readonly Sized<Row>[] {
  const taken = columns.reduce((sum, { width }) => sum + (width ?? 0) + gap.length, -gap.length);
  const texts = columns.flatMap(({ column, width }) => (column.right ? [] : [width ?? 0]));
  const widest = Math.max(0, ...texts);
  if (taken <= room || widest === 0) return columns;
  const less = Math.max(1, widest - (taken - room));
  const place = columns.findIndex(({ column, width }) => column.right !== true && width === widest);
  return columns.map((each, index) => (index === place ? { ...each, width: less } : each));
}
