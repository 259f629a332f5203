import { visible } from '../../text/visible.ts';
import type { Grouping } from '../../types.ts';
import type { WhyPage } from '../state/view.ts';
import type { Setting } from '../text/setting.ts';

const reasons: { readonly [tier in Grouping['tier']]: string } = {
  explicit: 'The record names its group itself, or a rule of yours does.',
  stack:
    'Errors of one service with the same exceptions and the same frames of its own code are one incident.',
  exception:
    'No frame of own code was found. Errors of one service with the same exception and the same message are one incident; numbers, ids and the like in it are masked.',
  template:
    'There is no exception. Errors of one service that were logged with the same message template are one incident.',
  message:
    'There is no exception and no template. Errors of one service and logger with the same message are one incident; numbers, ids and the like in it are masked.',
};

/** Why an error belongs to its incident: the rule that decided, and what it compared. */
export function whyLines(page: WhyPage, grouping: Grouping | null, setting: Setting): readonly string[] {
  const { heading, lines, pair, paint } = setting;
  const title = lines(visible(page.title), paint.strong).map((line) => ` ${line}`);
  if (!grouping) return [...title, '', paint.faint('   Loading …')];
  return [
    ...title,
    ...heading(`Grouped by: ${grouping.tier}`),
    ...lines(reasons[grouping.tier]).map((line) => `   ${line}`),
    ...heading('What was compared'),
    ...grouping.parts.flatMap((part, index) => pair(String(index + 1), visible(part) || '(nothing)')),
    ...(grouping.parts.length === 0 ? pair('', '(nothing but the service)') : []),
    ...heading('Fingerprint'),
    ...pair('fingerprint', visible(grouping.fingerprint)),
    ...pair('incident', visible(page.id)),
  ];
}
