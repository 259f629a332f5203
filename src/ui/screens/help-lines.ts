import { fit, wrapText } from '../../text/fit.ts';
import { keyGroups } from '../state/keys.ts';
import type { Paint } from '../text/paint.ts';

const signs: readonly (readonly [string, string])[] = [
  ['● LIVE', 'records come in'],
  ['○ QUIET 3 m', 'everything works, and nothing came for 3 minutes'],
  ['✖ … LOST 12 s', 'Kafka or Postgres does not answer; nothing is lost, Kafka keeps the records'],
  ['❚❚ PAUSED', 'the feed is held; services, chart and all counts go on'],
  ['✖ NO MEMBER RUNS', 'observing: nobody reads the topics of the group'],
  ['2m 3/6', '2 members of the group; this one reads 3 of the 6 partitions'],
  ['(8!)', '8 incidents want a look: they are new, regressed or escalating'],
  ['lag', 'records in Kafka that are not stored yet'],
  ['×12', 'twelve of the same incident within ten seconds, in one row'],
  ['NEW', 'first error ever of its incident'],
  ['REGR', 'its incident was resolved and came back'],
  ['RES  MUTE', 'someone resolved or muted its incident meanwhile'],
  ['ON ESC RES', 'an incident is ongoing, escalating or resolved; MUTE: it is muted'],
  ['+N not drawn', 'more came than can be read: counted and stored, without a row here'],
  ['err%', 'errors among all events of the service, last 5 minutes'],
];

const filters: readonly (readonly [string, string])[] = [
  ['timeout', 'the message has this word, whatever the case; "two words" in quotes'],
  ['/after \\d+/', 'a regular expression (RE2); a path such as /api/v1 needs no escapes'],
  ['service:user*', 'also level: status: host: logger: exception: trace: incident:'],
  ['field.tenant:x', 'a field of the record; field.request.path:x inside another'],
  ['-word', 'not; before any of these'],
  ['a b or c', 'a and b, or c'],
];

/** The help: every key of the key table, how to filter, and what the signs on the screen mean. */
export function helpLines(width: number, paint: Paint): readonly string[] {
  const heading = (text: string): string => ` ${paint.accent(paint.strong(text))}`;
  const pair = (name: string, text: string): readonly string[] =>
    wrapText(text, width - 17, 3).map(
      (line, index) => ` ${paint.strong(fit(index === 0 ? name : '', 14))} ${line}`,
    );
  return [
    ...keyGroups.flatMap(({ title, keys }) => [
      heading(title),
      ...keys.flatMap(({ shown, does }) => pair(shown, does)),
      '',
    ]),
    heading('Filter'),
    ...filters.flatMap(([text, meaning]) => pair(text, meaning)),
    '',
    heading('Signs'),
    ...signs.flatMap(([sign, meaning]) => pair(sign, meaning)),
  ];
}
