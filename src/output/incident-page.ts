import { count } from '../text/numbers.ts';
import { sparkline } from '../text/sparkline.ts';
import { age } from '../text/times.ts';
import { visible, visibleLines } from '../text/visible.ts';
import type { IncidentDetail, LogError, TriageEntry } from '../types.ts';
import { errorLine, iso } from './json-lines.ts';
import { incidentRecord, paintStatus } from './rows/incident-rows.ts';
import { paintLevel } from './rows/level-colours.ts';
import type { TableLook } from './table.ts';

/** One incident with all that is known of it, as scripts get it. */
export function incidentStory(incident: IncidentDetail, samples: readonly LogError[]) {
  const time = (instant: number | null) => (instant === null ? null : iso(instant));
  return {
    ...incidentRecord(incident),
    exceptionType: incident.exceptionType,
    tier: incident.grouping.tier,
    parts: incident.grouping.parts,
    fingerprints: incident.fingerprints,
    resolvedAt: time(incident.resolvedAt),
    regressedAt: time(incident.regressedAt),
    mutedUntil: time(incident.mutedUntil),
    mutedPerMinute: incident.mutedPerMinute,
    history: incident.history.map(({ at, count }) => ({ at: iso(at), count })),
    triage: incident.triage.map((entry) => ({ ...entry, id: String(entry.id), at: iso(entry.at) })),
    samples: samples.map(errorLine),
  };
}

/** The same as a page for people. */
export function incidentPage(
  incident: IncidentDetail,
  samples: readonly LogError[],
  look: TableLook,
): string {
  const { chalk } = look;
  const head = (text: string) => ['', chalk.bold(text)];
  const latest = samples[0];
  return [
    chalk.bold(visible(incident.title)),
    `${paintStatus(incident.status, incident.status, chalk)} ${paintLevel(incident.level, incident.level, chalk)} ${visible(incident.service)}`,
    ...facts(incident, look).map(([name, text]) => `${chalk.dim(name.padEnd(12))} ${visible(text)}`),
    ...head('History'),
    ...historyLines(incident, look),
    ...(latest === undefined ? [] : [...head('Latest error'), ...errorLines(latest)]),
    ...(samples.length === 0
      ? ['', 'None of its errors are stored any more: retention dropped their days.']
      : []),
    ...(samples.length > 1 ? head('Newest errors') : []),
    ...(samples.length > 1 ? samples.map((error) => sampleLine(error, look)) : []),
    ...head('Triage'),
    ...(incident.triage.length === 0
      ? [`Nobody has decided yet: esm-monitor resolve ${incident.id.slice(0, 8)}`]
      : incident.triage.map((entry) => triageLine(entry, look))),
  ].join('\n');
}

function facts(incident: IncidentDetail, { time }: TableLook): readonly (readonly [string, string])[] {
  const { mutedUntil, mutedPerMinute, resolvedAt, regressedAt, grouping } = incident;
  const when = (name: string, at: number | null) => (at === null ? [] : [[name, time(at)] as const]);
  return [
    ['id', incident.id],
    ['errors', count(incident.count)],
    ['first seen', time(incident.firstSeen)],
    ['last seen', `${time(incident.lastSeen)} (${age(Date.now() - incident.lastSeen)} ago)`],
    ...when('resolved', resolvedAt),
    ...when('came back', regressedAt),
    ...when('muted until', mutedUntil),
    ...(mutedPerMinute === null ? [] : [['muted', `up to ${mutedPerMinute} errors a minute`] as const]),
    ['grouped by', `${grouping.tier}: ${grouping.parts.join(' · ').replaceAll('\n', ' ')}`],
    ['fingerprint', incident.fingerprints.join(', ')],
  ];
}

const chartColumns = 60;

/** The history from end to end in one row, the quiet times as well. */
function historyLines({ history }: IncidentDetail, { time }: TableLook): readonly string[] {
  const first = history[0];
  const last = history.at(-1);
  if (first === undefined || last === undefined) return ['No errors in the kept minutes.'];
  const cellMs = Math.max((last.at - first.at) / (chartColumns - 1), 60_000);
  const cells = new Array<number>(Math.floor((last.at - first.at) / cellMs) + 1).fill(0);
  for (const { at, count } of history) {
    const cell = Math.floor((at - first.at) / cellMs);
    cells[cell] = (cells[cell] ?? 0) + count;
  }
  const most = Math.max(...cells);
  return [
    sparkline(cells),
    `${time(first.at).slice(0, 16)} to ${time(last.at).slice(0, 16)}, at most ${count(most)} in ${age(cellMs)}`,
  ];
}

function errorLines({ message, exceptionType, stack, fields, ...error }: LogError): readonly string[] {
  const named: readonly (readonly [string, string | null])[] = [
    ['logger', error.logger],
    ['host', error.host],
    ['trace id', error.traceId],
    ...Object.entries(fields).map(
      ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
    ),
  ];
  return [
    ...(exceptionType === null || message.includes(exceptionType) ? [] : [exceptionType]),
    message,
    ...(stack === null ? [] : stack.split('\n').map((line) => `  ${line}`)),
    ...named.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])),
    `position: ${positionOf(error)}`,
  ].flatMap(visibleLines);
}

function sampleLine(error: LogError, { time }: TableLook): string {
  return `${time(error.time)}  ${visible(`${positionOf(error)}  ${error.message.split('\n', 1)[0] ?? ''}`)}`;
}

function positionOf({ topic, partition, offset }: Pick<LogError, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition} offset ${offset}`;
}

function triageLine({ at, action, by, note, undone }: TriageEntry, { time }: TableLook): string {
  const said = note === null ? '' : `: ${note}`;
  return `${time(at).slice(0, -4)}  ${action} by ${visible(`${by}${said}`)}${undone ? ' (undone)' : ''}`;
}
