import { markdownTable } from '../support/markdown-table.ts';

/** One line of the benchmark's table. */
export type Row = {
  readonly what: string;
  readonly value: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly target?: string;
  readonly pass?: boolean;
};

/** The rows as a Markdown table that is also easy to read as text. */
export function printRows(rows: readonly Row[]): string {
  const cells = rows.map(({ what, value, cpu = '', memory = '', target = '', pass }) => [
    what,
    value,
    cpu,
    memory,
    target,
    pass === undefined ? '' : pass ? 'pass' : 'FAIL',
  ]);
  return markdownTable(['what', 'measured', 'CPU', 'peak memory', 'to reach', ''], cells);
}
