import { markdownTable } from '../support/markdown-table.ts';

/** One line of the benchmark's table. */
export type Row = {
  readonly what: string;
  /** As a person reads it, with its unit; `figure` is the same as a number. */
  readonly value: string;
  readonly figure?: number;
  readonly cpu?: string;
  readonly memory?: string;
  /** As a person reads it; `limit` is the same as a number. A row without one is there to compare with. */
  readonly target?: string;
  readonly limit?: number;
  readonly pass?: boolean;
};

export const rowHead = ['what', 'measured', 'CPU', 'peak memory', 'to reach', ''] as const;

/** The rows as a Markdown table that is also easy to read as text. */
export function printRows(rows: readonly Row[]): string {
  return markdownTable(rowHead, rows.map(cellsOf));
}

/** A row's cells, in the order of `rowHead`. */
export function cellsOf({ what, value, cpu = '', memory = '', target = '', pass }: Row): readonly string[] {
  return [what, value, cpu, memory, target, pass === undefined ? '' : pass ? 'pass' : 'FAIL'];
}
