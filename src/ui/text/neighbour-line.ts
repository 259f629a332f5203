import { fit, fitRight } from '../../text/fit.ts';
import { clock } from '../../text/times.ts';
import { visible } from '../../text/visible.ts';
import type { Neighbour, Severity } from '../../types.ts';
import type { Paint } from './paint.ts';

/** How a line stands among the others: `self` is the error whose neighbours they are. */
export type NeighbourMarks = { readonly selected: boolean; readonly self: boolean };

const shortSeverities = {
  CRITICAL: 'CRIT',
  ERROR: 'ERROR',
  EXCEPTION: 'EXC',
  WARN: 'WARN',
  INFO: 'INFO',
  DEBUG: 'DEBUG',
  UNKNOWN: 'UNKN',
};

/** The style of a severity, also of those that are not kept. */
export function severityStyle(severity: Severity, paint: Paint): (text: string) => string {
  if (severity === 'CRITICAL' || severity === 'ERROR' || severity === 'EXCEPTION')
    return paint.severity[severity];
  if (severity === 'WARN') return paint.warn;
  return severity === 'INFO' ? (text) => text : paint.faint;
}

/** The head of the list of neighbours. `offsets` is the width of the longest offset. */
export function neighboursHead(width: number, offsets: number, paint: Paint): string {
  const columns = columnsOf(width, offsets);
  const cells = [
    fitRight('offset', columns.offset),
    fit('time', columns.time),
    fit(columns.level > 5 ? 'severity' : 'level', columns.level),
    fit('service', columns.service),
    fit('message', columns.message),
  ];
  return paint.faint(`   ${cells.join('  ')}`);
}

/** A record as one styled line of `width` columns: offset, time, severity, service and message. */
export function neighbourLine(
  neighbour: Neighbour,
  { selected, self }: NeighbourMarks,
  width: number,
  offsets: number,
  paint: Paint,
): string {
  const columns = columnsOf(width, offsets);
  const unreadable = 'reason' in neighbour;
  const severity = unreadable ? 'UNKNOWN' : neighbour.severity;
  const time = unreadable ? neighbour.at : neighbour.time;
  const text = unreadable ? `can't be read: ${neighbour.reason}` : messageOf(neighbour);
  const cells = {
    offset: fitRight(String(neighbour.offset), columns.offset),
    time: fit(clock(time, columns.time > 8), columns.time),
    level: fit(unreadable ? '' : columns.level > 5 ? severity : shortSeverities[severity], columns.level),
    service: fit(unreadable ? '' : visible(neighbour.service), columns.service),
    message: fit(visible(text.slice(0, columns.message * 16)), columns.message),
  };
  const marks = `${selected ? '›' : ' '}${self ? '▸' : ' '} `;
  if (selected) return paint.selected(`${marks}${Object.values(cells).join('  ')}`);
  const { offset, level, service, message } = cells;
  const style = self ? paint.strong : unreadable ? paint.faint : (plain: string) => plain;
  return [
    `${paint.accent(marks)}${paint.faint(offset)}`,
    paint.faint(cells.time),
    severityStyle(severity, paint)(level),
    style(service),
    style(message),
  ].join('  ');
}

function messageOf({ message, exceptionType }: Exclude<Neighbour, { readonly reason: string }>): string {
  return message === '' ? (exceptionType ?? '(no message)') : message;
}

function columnsOf(width: number, offsets: number) {
  const offset = Math.max(6, offsets);
  const time = width >= 80 ? 12 : 8;
  const level = width >= 100 ? 9 : 5;
  const service = width >= 140 ? 24 : width >= 100 ? 18 : width >= 80 ? 16 : 12;
  return { offset, time, level, service, message: width - 3 - offset - time - level - service - 8 };
}
