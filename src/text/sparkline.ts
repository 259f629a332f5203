const steps = '▁▂▃▄▅▆▇█';

/**
 * Values as one block character each, scaled to the largest of them, or to `least` where all are smaller.
 *
 * Only zero is drawn as the lowest block, so that a single error is not lost beside a storm.
 */
export function sparkline(values: readonly number[], least = 0): string {
  const top = Math.max(least, ...values);
  return values.map((value) => step(value, top)).join('');
}

function step(value: number, top: number): string {
  if (value <= 0) return '▁';
  return steps[Math.max(1, Math.round((value / top) * (steps.length - 1)))] ?? '█';
}

/**
 * One row of a column chart: for each value the character that covers the part of the column in this row.
 *
 * @param row - 0 is the lowest row.
 * @param top - The value that fills all `rows`; above zero.
 */
export function columnCell(value: number, top: number, row: number, rows: number): string {
  const eighths = Math.round((value / top) * rows * 8) - row * 8;
  if (eighths <= 0) return value > 0 && row === 0 ? '▁' : ' ';
  return steps[Math.min(eighths, 8) - 1] ?? '█';
}
