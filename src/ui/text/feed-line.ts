import type { Span } from '../../filter/filter.ts';
import { cut, fit, fitRight, widthOf, wrapText } from '../../text/fit.ts';
import { count } from '../../text/numbers.ts';
import { age, clock } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { FeedRow } from '../state/feed-rows.ts';
import { highlight } from './highlight.ts';
import type { Paint } from './paint.ts';
import type { TimeMode } from './time-modes.ts';

/** How the lines of the feed are set. */
export type FeedFormat = {
  readonly width: number;
  readonly time: TimeMode;
  readonly wrap: boolean;
  /** What the filter marks in a message. */
  readonly highlights: ((text: string) => readonly Span[]) | null;
};

const mostLines = 5;
const shortLevels = { CRITICAL: 'CRIT', ERROR: 'ERROR', EXCEPTION: 'EXC' };

/** Lines that a row of the feed takes. */
export function feedRowHeight(row: FeedRow, format: FeedFormat): number {
  return format.wrap ? messageLines(row, columnsOf(row, format), true).length : 1;
}

/** Paints a row of the feed as styled lines of exactly `format.width` columns. `now` is for ages, ms since the epoch. */
export type FeedPainter = (
  row: FeedRow,
  format: FeedFormat,
  selected: boolean,
  now: number,
) => readonly string[];

/** A painter that remembers the lines of a row as long as the row lives: most rows are drawn in many frames. */
export function createFeedPainter(paint: Paint): FeedPainter {
  let painted = new WeakMap<FeedRow, { readonly as: string; readonly lines: readonly string[] }>();
  let highlights: FeedFormat['highlights'] = null;
  return (row, format, selected, now) => {
    if (format.highlights !== highlights) {
      highlights = format.highlights;
      painted = new WeakMap();
    }
    if (format.time === 'age') return paintRow(row, format, selected, now, paint);
    const as = `${format.width} ${format.time} ${format.wrap} ${selected}`;
    const known = painted.get(row);
    if (known?.as === as) return known.lines;
    const lines = paintRow(row, format, selected, now, paint);
    painted.set(row, { as, lines });
    return lines;
  };
}

function paintRow(
  row: FeedRow,
  format: FeedFormat,
  selected: boolean,
  now: number,
  paint: Paint,
): readonly string[] {
  const columns = columnsOf(row, format);
  const { error } = row;
  const [first = '', ...more] = messageLines(row, columns, format.wrap);
  const time = fitRight(timeText(row, format, now), columns.time);
  const level = fit(columns.level === 9 ? error.severity : shortLevels[error.severity], columns.level);
  const service = fit(visible(error.service), columns.service);
  const tail = columns.tail === '' ? '' : `  ${columns.tail}`;
  const indent = ' '.repeat(columns.indent);
  const marked = (text: string, rest?: (text: string) => string): string =>
    highlight(text, format.highlights?.(text) ?? [], paint.match, rest);
  const message = fit(first, columns.message);
  const rest = more.map((line) => fit(indent + line, format.width));
  if (selected) {
    return [
      `${paint.selected(`›${time}  ${level}  ${service}  `)}${marked(message, paint.selected)}${paint.selected(tail)}`,
      ...rest.map((line) => marked(line, paint.selected)),
    ];
  }
  const badge = badgeOf(row);
  const style = row.decision === null ? paint.badge : paint.faint;
  const repeats = badge === '' ? tail : `${tail.slice(0, -badge.length)}${style(badge)}`;
  return [
    ` ${paint.faint(time)}  ${paint.severity[error.severity](level)}  ${service}  ${marked(message)}${repeats}`,
    ...rest.map((line) => marked(line)),
  ];
}

type Columns = {
  readonly time: number;
  readonly level: number;
  readonly service: number;
  readonly message: number;
  /** Column where the message begins. */
  readonly indent: number;
  readonly tail: string;
};

function columnsOf(row: FeedRow, { width, time }: FeedFormat): Columns {
  const timeColumns = time === 'age' ? 5 : width >= 80 ? 12 : 8;
  const level = width >= 100 ? 9 : 5;
  const service = width >= 140 ? 24 : width >= 100 ? 18 : width >= 80 ? 16 : 12;
  const indent = 1 + timeColumns + 2 + level + 2 + service + 2;
  const tail = [...(row.count > 1 ? [`×${count(row.count)}`] : []), badgeOf(row)]
    .filter((part) => part !== '')
    .join(' ');
  const message = width - indent - (tail === '' ? 0 : widthOf(tail) + 2);
  return { time: timeColumns, level, service, message, indent, tail };
}

/** What a person decided says more than that it was new. */
function badgeOf({ mark, decision }: FeedRow): string {
  if (decision !== null) return decision === 'RESOLVED' ? 'RES' : 'MUTE';
  if (mark === null) return '';
  return mark === 'NEW' ? 'NEW' : 'REGR';
}

function messageLines(row: FeedRow, columns: Columns, wrap: boolean): readonly string[] {
  const { message, exceptionType } = row.error;
  const text = message === '' ? (exceptionType ?? '(no message)') : message;
  if (!wrap) return [cut(visible(text.slice(0, columns.message * 16)), columns.message)];
  return wrapText(visible(text.slice(0, columns.message * 16 * mostLines)), columns.message, mostLines);
}

function timeText({ error, received }: FeedRow, { time, width }: FeedFormat, now: number): string {
  if (time === 'age') return age(now - error.time);
  return clock(time === 'event' ? error.time : received, width >= 80);
}
