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
  const table = [['what', 'measured', 'CPU', 'peak memory', 'to reach', ''], ...cells];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  lines.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return `${lines.join('\n')}\n`;
}
