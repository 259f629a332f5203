import { cut, fit } from '../../text/fit.ts';
import { count } from '../../text/numbers.ts';
import { age, clock, dateTime } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { IncidentDetail, LogError } from '../../types.ts';
import { occurrenceIndex } from '../state/occurrence.ts';
import type { Loaded, OpenIncident } from '../state/past.ts';
import type { IncidentPage } from '../state/view.ts';
import type { Setting } from '../text/setting.ts';
import { historyLines, seenLines } from './detail-lines.ts';
import { errorLines } from './error-lines.ts';

/** Occurrences listed around the one that is shown. */
const listed = 5;

/**
 * One problem: how it goes, what was done about it, and one of its errors in full.
 *
 * @param opened - Null while the store has not answered for this incident.
 */
export function incidentLines(
  page: IncidentPage,
  opened: OpenIncident | null,
  loading: Loaded<OpenIncident>,
  now: number,
  setting: Setting,
): readonly string[] {
  const { paint, heading, pair } = setting;
  const detail = opened?.detail;
  const incident = detail ?? page.known;
  const failed = loading.problem === null ? [] : [paint.warn(` ! ${visible(loading.problem)}`)];
  if (!incident) {
    const text = opened ? 'The store has no incident of this id.' : 'Loading the incident …';
    return [...failed, ` ${visible(page.id)}`, '', paint.faint(`   ${text}`)];
  }
  return [
    ` ${paint.severity[incident.level](incident.level)}  ${paint.strong(visible(incident.service))}  ${paint.faint(visible(incident.id))}`,
    ...setting.lines(visible(incident.title), paint.strong).map((line) => ` ${line}`),
    ...failed,
    ...seenLines(incident, now, setting),
    ...(detail ? [...historyLines(detail, now, setting), ...decisionLines(detail, now, setting)] : []),
    ...(opened && opened.occurrences.length > 0
      ? occurrenceLines(page, opened, now, setting)
      : [...heading('Occurrences'), ...pair('', opened ? 'None is stored any more.' : 'Loading …')]),
  ];
}

/** What people decided, and until when. */
function decisionLines(detail: IncidentDetail, now: number, { pair }: Setting): readonly string[] {
  const { resolvedAt, regressedAt, mutedUntil, mutedPerMinute, triage } = detail;
  const ago = (at: number): string => `${dateTime(at)}, ${age(now - at)} ago`;
  return [
    ...(resolvedAt === null ? [] : pair('resolved', ago(resolvedAt))),
    ...(regressedAt === null ? [] : pair('came back', ago(regressedAt))),
    ...(mutedUntil === null ? [] : pair('muted until', dateTime(mutedUntil))),
    ...(mutedPerMinute === null
      ? []
      : pair('muted until', `more than ${count(mutedPerMinute)} errors a minute`)),
    // The newest stand first.
    ...triage.slice(0, 3).flatMap(({ at, action, by, note, undone }) => {
      const said = note === null ? '' : `: ${visible(note)}`;
      return pair(
        'triage',
        `${action} by ${visible(by)}, ${age(now - at)} ago${undone ? ', undone' : ''}${said}`,
      );
    }),
  ];
}

function occurrenceLines(
  page: IncidentPage,
  opened: OpenIncident,
  now: number,
  setting: Setting,
): readonly string[] {
  const { occurrences } = opened;
  const index = occurrenceIndex(page, opened);
  const chosen = occurrences[index];
  const first = Math.max(0, Math.min(index - Math.floor(listed / 2), occurrences.length - listed));
  return [
    ...setting.heading(
      `Occurrence ${count(index + 1)} of the newest ${count(occurrences.length)} (← newer, → older)`,
    ),
    ...occurrences
      .slice(first, first + listed)
      .map((error, place) => occurrenceLine(error, first + place === index, now, setting)),
    ...(chosen ? errorLines(chosen, null, setting) : []),
  ];
}

function occurrenceLine(error: LogError, chosen: boolean, now: number, { paint, width }: Setting): string {
  const when = `${clock(error.time, true)}  ${fit(`${age(now - error.time)} ago`, 10)}`;
  const where = error.host === null ? '' : `${visible(error.host)}  `;
  const line = cut(`${when}  ${where}${visible(error.message.slice(0, width * 4))}`, width - 4);
  return chosen ? ` ${paint.selected(`› ${line}`)}` : paint.faint(`   ${line}`);
}
