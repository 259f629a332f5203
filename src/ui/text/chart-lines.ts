import { errorsIn, keptSeverities } from '../../severity-counts.ts';
import { fill, fitRight, widthOf } from '../../text/fit.ts';
import { count, shortCount } from '../../text/numbers.ts';
import { columnCell } from '../../text/sparkline.ts';
import type { KeptSeverity } from '../../types.ts';
import type { ErrorChart } from '../state/feed.ts';
import { windowSeconds } from '../state/service-stats.ts';
import type { Paint } from './paint.ts';

const axisWidth = 7;

type Column = { readonly total: number; readonly levels: { readonly [severity in KeptSeverity]: number } };

/**
 * Errors per second as columns, stacked by level, with an axis and a legend that holds the numbers, so that the chart
 * says the same without colours.
 *
 * @returns `height` styled lines of at most `width` columns.
 */
export function chartLines(
  chart: ErrorChart,
  width: number,
  height: number,
  paint: Paint,
): readonly string[] {
  const rows = height - 1;
  const columns = columnsOf(chart, width - axisWidth);
  const top = niceTop(Math.max(...columns.map(({ total }) => total)));
  const lines = Array.from({ length: rows }, (_, index) => {
    const row = rows - 1 - index;
    const label = row === rows - 1 ? shortCount(top) : row === 0 ? '0' : '';
    const tick = label === '' ? '│' : '┤';
    return (
      paint.faint(`${fitRight(label, axisWidth - 2)} ${tick}`) + chartRow(columns, top, row, rows, paint)
    );
  });
  return [...lines, legend(chart, width, paint)];
}

/** Columns begin at whole multiples of their length, so that they keep their height while they move to the left. */
function columnsOf(chart: ErrorChart, most: number): readonly Column[] {
  const seconds = Math.max(1, Math.ceil(windowSeconds / most));
  const newest = Math.floor(chart.second / seconds);
  const start = chart.second - windowSeconds + 1;
  const length = Math.floor(windowSeconds / seconds);
  return Array.from({ length }, (_, index) => {
    const from = (newest - length + 1 + index) * seconds;
    const until = Math.min(from + seconds, chart.second + 1);
    const of = (level: KeptSeverity): number => {
      let sum = 0;
      for (let second = Math.max(from, start); second < until; second += 1)
        sum += chart[level][second - start] ?? 0;
      return sum / (until - from);
    };
    const byLevel = { CRITICAL: of('CRITICAL'), ERROR: of('ERROR'), EXCEPTION: of('EXCEPTION') };
    return { total: errorsIn(byLevel), levels: byLevel };
  });
}

function chartRow(columns: readonly Column[], top: number, row: number, rows: number, paint: Paint): string {
  let line = '';
  let run = '';
  let runLevel: KeptSeverity = 'CRITICAL';
  for (const column of columns) {
    const level = levelAt(column, ((row + 0.5) / rows) * top);
    if (level !== runLevel) {
      line += paint.severity[runLevel](run);
      run = '';
      runLevel = level;
    }
    run += columnCell(column.total, top, row, rows);
  }
  return line + paint.severity[runLevel](run);
}

function levelAt({ levels: byLevel }: Column, height: number): KeptSeverity {
  let reached = 0;
  let highest: KeptSeverity = 'CRITICAL';
  for (const level of keptSeverities) {
    if (byLevel[level] === 0) continue;
    highest = level;
    reached += byLevel[level];
    if (reached >= height) return level;
  }
  return highest;
}

function legend(chart: ErrorChart, width: number, paint: Paint): string {
  const long = keptSeverities.map((level) => [level, `■ ${level} ${count(sumOf(chart[level]))}`] as const);
  const short = long.map(
    ([level, text]) => [level, text.replace('EXCEPTION', 'EXC').replace('CRITICAL', 'CRIT')] as const,
  );
  const fits = widthOf(long.map(([, text]) => text).join('  ')) + axisWidth <= width;
  const texts = (fits ? long : short).map(([level, text]) => paint.severity[level](text));
  return fill('', fits ? axisWidth : 1) + texts.join('  ');
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The next 1, 2 or 5 times a power of ten: an axis that seldom changes. */
function niceTop(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((each) => value <= each * power) ?? 10;
  return factor * power;
}
