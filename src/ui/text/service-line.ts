import { fit, fitRight } from '../../text/fit.ts';
import { count, percent } from '../../text/numbers.ts';
import { sparkline } from '../../text/sparkline.ts';
import { age } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { ServiceStat } from '../state/service-stats.ts';
import type { Sort } from '../state/view.ts';
import type { Paint } from './paint.ts';

const heads: readonly (readonly [Sort | 'trend', string])[] = [
  ['name', 'service'],
  ['errors', 'err/min'],
  ['share', 'err%'],
  ['total', 'total'],
  ['trend', '5 min'],
  ['seen', 'seen'],
];

/** The head of the services table, `width` columns wide, with a mark at the column it is sorted by. */
export function servicesHead(width: number, sort: Sort, paint: Paint): string {
  const columns = columnsOf(width);
  const [name = '', ...rest] = heads.map(([column, text]) => (column === sort ? `${text}▾` : text));
  const cells = rest.map((text, index) => fitRight(text, columns.cells[index] ?? 0));
  return paint.faint(` ${fit(name, columns.name)}${cells.join('')}`);
}

/**
 * One service as a styled line of `width` columns.
 *
 * @param now - What `seen` counts from, ms since the epoch.
 */
export function serviceLine(
  service: ServiceStat,
  width: number,
  selected: boolean,
  now: number,
  paint: Paint,
): string {
  const columns = columnsOf(width);
  const [perMinute = 0, share = 0, total = 0, trend = 0, seen = 0] = columns.cells;
  const name = fit(visible(service.name).trim(), columns.name);
  const rate = fitRight(count(service.errorsPerMinute), perMinute);
  const numbers = fitRight(percent(service.errorShare), share) + fitRight(count(service.total), total);
  const line = fitRight(sparkline(halved(service.trend, columns.halfTrend)), trend);
  const last = fitRight(service.lastError === null ? '–' : age(now - service.lastError), seen);
  if (selected) return paint.selected(`›${name}${rate}${numbers}${line}${last}`);
  const failing = service.errorsPerMinute > 0;
  const styledRate = failing ? paint.bad(rate) : paint.faint(rate);
  return ` ${failing ? paint.strong(name) : name}${styledRate}${numbers}${paint.accent(line)}${paint.faint(last)}`;
}

type Columns = { readonly name: number; readonly cells: readonly number[]; readonly halfTrend: boolean };

function columnsOf(width: number): Columns {
  const halfTrend = width < 66;
  const cells = [9, 8, width < 66 ? 9 : 12, halfTrend ? 7 : 12, 6];
  const name = width - 1 - cells.reduce((sum, cell) => sum + cell, 0);
  return { name, cells, halfTrend };
}

/** The ten stretches of the trend, or five of double length where there is little room. */
function halved(trend: readonly number[], half: boolean): readonly number[] {
  if (!half) return trend;
  return trend
    .filter((_, index) => index % 2 === 0)
    .map((value, index) => value + (trend[index * 2 + 1] ?? 0));
}
