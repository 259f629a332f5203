import { dateTime } from '../../text/times.ts';
import { visible, visibleLines } from '../../text/visible.ts';
import type { PlacedEvent } from '../../types.ts';
import type { Setting } from '../text/setting.ts';
import { stackLines } from '../text/stack-lines.ts';

/** An error, or another event, as lines: message, exception, stack, fields and where it stands in Kafka. */
export function errorLines(error: PlacedEvent, received: number | null, setting: Setting): readonly string[] {
  const { heading, pair, optional, lines, paint, width } = setting;
  const exception =
    error.exceptionType === null ? [] : lines(visible(error.exceptionType), undefined, width - 15);
  return [
    ...heading('Message'),
    ...visibleLines(error.message).flatMap((line) => lines(line, paint.strong).map((text) => `   ${text}`)),
    ...(exception.length === 0 ? [] : ['', ` ${paint.accent(paint.strong('Exception'))}  ${exception[0]}`]),
    ...stackSection(error.stack, setting),
    ...fieldSection(error.fields, setting),
    ...heading('Source'),
    ...pair('written', dateTime(error.time)),
    ...pair('in Kafka', dateTime(error.at)),
    ...(received === null ? [] : pair('received', dateTime(received))),
    ...pair(
      'position',
      `${visible(error.topic)} / ${error.partition} @ ${error.offset}${error.part > 0 ? ` part ${error.part}` : ''}`,
    ),
    ...optional('host', error.host),
    ...optional('logger', error.logger),
    ...optional('trace', error.traceId),
    ...pair('format', visible(error.format)),
  ];
}

function stackSection(stack: string | null, { heading, lines, paint, width }: Setting): readonly string[] {
  if (stack === null || stack.trim() === '') return [];
  const all = stackLines(stack);
  const own = all.filter(({ kind }) => kind === 'own').length;
  const styles = { own: paint.strong, library: paint.faint, cause: paint.bad, other: (text: string) => text };
  const marks = { own: '▸', library: ' ', cause: '!', other: ' ' };
  return [
    ...heading(own === 0 ? 'Stack' : 'Stack (▸ own code)'),
    ...all.flatMap(({ text, kind }) =>
      lines(text, styles[kind], width - 8).map((line, index) =>
        index === 0 ? ` ${marks[kind]} ${line}` : `       ${line}`,
      ),
    ),
  ];
}

function fieldSection(
  fields: { readonly [name: string]: unknown },
  { heading, pair }: Setting,
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
