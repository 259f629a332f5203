import type { Span } from '../../filter/filter.ts';
import { fit, fitRight } from '../../text/fit.ts';
import { count } from '../../text/numbers.ts';
import { sparkline } from '../../text/sparkline.ts';
import { age } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { Incident, IncidentStatus } from '../../types.ts';
import type { IncidentTrend } from '../state/incident-trends.ts';
import type { IncidentSort } from '../state/view.ts';
import { highlight } from './highlight.ts';
import type { Paint } from './paint.ts';

const shortStatus: { readonly [status in IncidentStatus]: string } = {
  NEW: 'NEW',
  ONGOING: 'ON',
  ESCALATING: 'ESC',
  RESOLVED: 'RES',
  REGRESSED: 'REGR',
  MUTED: 'MUTE',
};

/** A status as a badge: the ones that want a look are bright. */
export function statusText(status: IncidentStatus, text: string, paint: Paint): string {
  if (status === 'NEW' || status === 'REGRESSED') return paint.badge(text);
  if (status === 'ESCALATING') return paint.bad(text);
  return status === 'ONGOING' ? text : paint.faint(text);
}

/** The head of the list of incidents, with a mark at the column it is sorted by. */
export function incidentsHead(width: number, sort: IncidentSort, paint: Paint): string {
  const columns = columnsOf(width);
  const mark = (text: string, by: IncidentSort): string => (sort === by ? `${text}▾` : text);
  const cells = [
    fit(columns.status > 5 ? 'status' : '', columns.status),
    fit('incident', columns.title),
    fit('service', columns.service),
    fitRight(mark('count', 'count'), columns.count),
    fitRight('/min', columns.rate),
    fitRight('5 min', columns.trend),
    fitRight(mark('first', 'first-seen'), columns.first),
    fitRight(mark('last', 'last-seen'), columns.last),
  ];
  return paint.faint(` ${cells.join('')}`);
}

/** One incident as a styled line of `width` columns. `now` is what ages count from, ms since the epoch. */
export function incidentLine(
  incident: Incident,
  trend: IncidentTrend | undefined,
  width: number,
  selected: boolean,
  now: number,
  highlights: ((text: string) => readonly Span[]) | null,
  paint: Paint,
): string {
  const columns = columnsOf(width);
  const status = fit(columns.status > 5 ? incident.status : shortStatus[incident.status], columns.status);
  const title = `${fit(visible(incident.title), columns.title - 2)}  `;
  const service = columns.service === 0 ? '' : `${fit(visible(incident.service), columns.service - 2)}  `;
  const perMinute = trend?.perMinute ?? 0;
  // They are stored, too, though the list is some seconds old.
  const counted = fitRight(count(Math.max(incident.count, perMinute)), columns.count);
  const rate = fitRight(count(perMinute), columns.rate);
  const line = fitRight(sparkline(trend?.trend ?? nothing), columns.trend);
  const seen =
    fitRight(age(now - incident.firstSeen), columns.first) +
    fitRight(age(now - incident.lastSeen), columns.last);
  const spans = highlights?.(title) ?? [];
  if (selected) {
    const rest = `${service}${counted}${rate}${columns.trend === 0 ? '' : line}${seen}`;
    return `${paint.selected(`›${status}`)}${highlight(title, spans, paint.match, paint.selected)}${paint.selected(rest)}`;
  }
  const drawnRate = perMinute > 0 ? paint.bad(rate) : paint.faint(rate);
  return ` ${statusText(incident.status, status, paint)}${highlight(title, spans, paint.match)}${service}${counted}${drawnRate}${paint.accent(columns.trend === 0 ? '' : line)}${paint.faint(seen)}`;
}

const nothing: readonly number[] = Array(10).fill(0);

type Columns = {
  readonly status: number;
  readonly title: number;
  readonly service: number;
  readonly count: number;
  readonly rate: number;
  readonly trend: number;
  readonly first: number;
  readonly last: number;
};

/** Columns with the blanks after or before them; 0 is a column that there is no room for. */
function columnsOf(width: number): Columns {
  const columns = {
    // What parts one incident from another is its title: it has the room first.
    status: width >= 100 ? 11 : 5,
    service: width >= 110 ? 20 : width >= 80 ? 14 : 0,
    count: 9,
    rate: width >= 76 ? 7 : 0,
    trend: width >= 100 ? 12 : 0,
    first: width >= 90 ? 7 : 0,
    last: 6,
  };
  const title = width - 1 - Object.values(columns).reduce((sum, each) => sum + each, 0);
  return { ...columns, title };
}
