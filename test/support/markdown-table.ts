/** A table in Markdown that is also easy to read as text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = [head, ...rows.map((row) => row.map((cell) => cell.replaceAll('|', '/')))];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  lines.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return `${lines.join('\n')}\n`;
}
