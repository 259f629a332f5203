import type { FeedRow } from '../state/feed-rows.ts';
import { cut, fit, wrapText } from '../text/fit.ts';
import { count } from '../text/numbers.ts';
import type { Paint } from '../text/paint.ts';
import { stackLines } from '../text/stack-lines.ts';
import { clock, dateTime } from '../text/times.ts';
import { visible, visibleLines } from '../text/visible.ts';

const labelWidth = 12;
/** Lines that one message, stack line or field may take when wrapped. */
const mostLines = 60;

/**
 * Everything known about an error, as styled lines: message, exception, stack, fields and where it stands in Kafka.
 *
 * @param wrap - Breaks long lines; else they are cut.
 */
export function detailLines(row: FeedRow, width: number, wrap: boolean, paint: Paint): readonly string[] {
  const { error } = row;
  const room = width - 4;
  const broken = (text: string, columns = room): readonly string[] =>
    wrap ? wrapText(text, columns, mostLines) : [cut(text, columns)];
  const title = (text: string): string => paint.accent(paint.strong(text));
  const heading = (text: string): readonly string[] => ['', ` ${title(text)}`];
  const pair = (label: string, value: string): readonly string[] =>
    broken(value, room - labelWidth - 2).map((line, index) => {
      const name = index === 0 ? label : '';
      return `   ${paint.faint(fit(name, labelWidth))}  ${line}`;
    });
  const optional = (label: string, value: string | null): readonly string[] =>
    value === null || value === '' ? [] : pair(label, visible(value));

  return [
    head(row, paint),
    ...heading('Message'),
    ...visibleLines(error.message).flatMap((line) => broken(line).map((text) => `   ${paint.strong(text)}`)),
    ...(error.exceptionType === null
      ? []
      : ['', ` ${title('Exception')}  ${broken(visible(error.exceptionType), room - 11)[0] ?? ''}`]),
    ...stackSection(error.stack, heading, (text) => broken(text, room - 4), paint),
    ...fieldSection(error.fields, heading, pair),
    ...heading('Source'),
    ...pair('written', dateTime(error.time)),
    ...pair('in Kafka', dateTime(error.at)),
    ...pair('received', dateTime(row.received)),
    ...pair(
      'position',
      `${visible(error.topic)} / ${error.partition} @ ${error.offset}${error.part > 0 ? ` part ${error.part}` : ''}`,
    ),
    ...optional('host', error.host),
    ...optional('logger', error.logger),
    ...optional('trace', error.traceId),
    ...pair('format', visible(error.format)),
    ...heading('Incident'),
    ...pair('id', `${visible(error.incident)}${row.isNew ? ' (new)' : ''}`),
    ...pair('grouped by', error.grouping.tier),
    ...error.grouping.parts.flatMap((part) => pair('', visible(part))),
  ];
}

function head({ error, count: repeats, lastReceived, isNew }: FeedRow, paint: Paint): string {
  const parts = [
    paint.severity[error.severity](error.severity),
    paint.strong(visible(error.service)),
    clock(error.time, true),
    ...(repeats > 1 ? [`×${count(repeats)} until ${clock(lastReceived)}`] : []),
    ...(isNew ? [paint.badge('NEW')] : []),
  ];
  return ` ${parts.join('  ')}`;
}

function stackSection(
  stack: string | null,
  heading: (text: string) => readonly string[],
  broken: (text: string) => readonly string[],
  paint: Paint,
): readonly string[] {
  if (stack === null || stack.trim() === '') return [];
  const lines = stackLines(stack);
  const own = lines.filter(({ kind }) => kind === 'own').length;
  const styles = { own: paint.strong, library: paint.faint, cause: paint.bad, other: (text: string) => text };
  const marks = { own: '▸', library: ' ', cause: '!', other: ' ' };
  return [
    ...heading(own === 0 ? 'Stack' : 'Stack (▸ own code)'),
    ...lines.flatMap(({ text, kind }) =>
      broken(text).map((line, index) =>
        index === 0 ? ` ${marks[kind]} ${styles[kind](line)}` : `       ${styles[kind](line)}`,
      ),
    ),
  ];
}

function fieldSection(
  fields: { readonly [name: string]: unknown },
  heading: (text: string) => readonly string[],
  pair: (label: string, value: string) => readonly string[],
): readonly string[] {
  const entries = Object.entries(fields);
  if (entries.length === 0) return [];
  return [
    ...heading('Fields'),
    ...entries.flatMap(([name, value]) => {
      const text = visible(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
      return pair(visible(name), text);
    }),
  ];
}
