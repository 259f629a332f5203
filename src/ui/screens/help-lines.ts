import { keyTable } from '../state/keys.ts';
import { cut, fit } from '../text/fit.ts';
import type { Paint } from '../text/paint.ts';

const signs: readonly (readonly [string, string])[] = [
  ['● LIVE', 'records come in'],
  ['○ QUIET 3 m', 'everything works, and nothing came for 3 minutes'],
  ['✖ … LOST 12 s', 'Kafka or Postgres does not answer; nothing is lost, Kafka keeps the records'],
  ['❚❚ PAUSED', 'the picture is held; errors are still counted and stored'],
  ['lag', 'records in Kafka that are not stored yet'],
  ['×12', 'twelve of the same incident within ten seconds, in one row'],
  ['NEW', 'first error ever of its incident'],
  ['+N not drawn', 'more came than can be read: counted and stored, without a row here'],
  ['err%', 'errors among all events of the service, last 5 minutes'],
];

/** The help: every key of the key table, and what the signs on the screen mean. */
export function helpLines(width: number, paint: Paint): readonly string[] {
  const pair = (name: string, text: string): string =>
    ` ${paint.strong(fit(name, 14))} ${cut(text, width - 17)}`;
  return [
    ` ${paint.accent(paint.strong('Keys'))}`,
    ...keyTable.map(({ shown, does }) => pair(shown, does)),
    '',
    ` ${paint.accent(paint.strong('Signs'))}`,
    ...signs.map(([sign, meaning]) => pair(sign, meaning)),
  ];
}
