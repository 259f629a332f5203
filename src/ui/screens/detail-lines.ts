import { count } from '../../text/numbers.ts';
import { sparkline } from '../../text/sparkline.ts';
import { age, clock } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { Incident, IncidentDetail } from '../../types.ts';
import type { FeedRow } from '../state/feed-rows.ts';
import { historyColumns } from '../text/history-line.ts';
import { statusText } from '../text/incident-line.ts';
import type { Setting } from '../text/setting.ts';
import { errorLines } from './error-lines.ts';

/**
 * Everything known about an error of the feed, as styled lines.
 *
 * @param incident - Its incident as the store knows it; undefined before the store has answered.
 */
export function detailLines(
  row: FeedRow,
  incident: IncidentDetail | undefined,
  now: number,
  setting: Setting,
): readonly string[] {
  const { error } = row;
  const { heading, pair } = setting;
  return [
    head(row, setting),
    ...errorLines(error, row.received, setting),
    ...heading('Incident (i opens it, x says why)'),
    ...pair('id', `${visible(error.incident)}${row.mark ? ` (${row.mark.toLowerCase()})` : ''}`),
    ...(incident ? seenLines(incident, now, setting) : []),
    ...(incident ? historyLines(incident, now, setting) : []),
    ...pair('grouped by', error.grouping.tier),
  ];
}

/** How often and when an incident was seen. */
export function seenLines(incident: Incident, now: number, { pair, paint }: Setting): readonly string[] {
  const { status, firstSeen, lastSeen } = incident;
  const counted = `${count(incident.count)} error${incident.count === 1 ? '' : 's'}`;
  return [
    ...pair('status', statusText(status, status, paint)),
    ...pair('seen', `${counted}, first ${age(now - firstSeen)} ago, last ${age(now - lastSeen)} ago`),
  ];
}

/** Its history from the first stored bucket to now, as a line of columns. */
export function historyLines(
  { history }: IncidentDetail,
  now: number,
  { pair, width }: Setting,
): readonly string[] {
  const first = history[0];
  if (!first) return [];
  // A column is a bucket of the store at the least, which is a minute.
  const minutes = Math.ceil((now - first.at) / 60_000);
  const columns = historyColumns(history, now, Math.min(60, width - 40, Math.max(1, minutes)));
  return pair(
    'history',
    `${age(now - first.at)} ago ${sparkline(columns)} now, most ${count(Math.max(...columns))}`,
  );
}

function head({ error, count: repeats, lastReceived, mark }: FeedRow, { paint }: Setting): string {
  const parts = [
    paint.severity[error.severity](error.severity),
    paint.strong(visible(error.service)),
    clock(error.time, true),
    ...(repeats > 1 ? [`×${count(repeats)} until ${clock(lastReceived)}`] : []),
    ...(mark ? [paint.badge(mark)] : []),
  ];
  return ` ${parts.join('  ')}`;
}
