import type { Explained, Explanation } from '../pipeline/explain.ts';
import { iso, toLine } from './json-lines.ts';

/** One JSON object a line for each event of a value, or one that says why it can't be read. */
export function explainedLines(explained: Explained): string {
  if ('unreadable' in explained) return `${toLine(explained)}\n`;
  return explained.map((event) => `${toLine(jsonOf(event))}\n`).join('');
}

function jsonOf(event: Explanation) {
  const { format, kept, level, service, message, logger, host, exceptionType, stack, time, grouping } = event;
  return {
    ...{ format, kept, level, service, message, logger, host, exceptionType, stack, time: iso(time) },
    fingerprint: grouping?.fingerprint ?? null,
    tier: grouping?.tier ?? null,
    parts: grouping?.parts ?? null,
    ...{ traceId: event.traceId, why: event.why, from: event.from, fields: event.fields },
  } as const;
}

/** The same for people: each field with where it was taken from. */
export function explainedText(explained: Explained): string {
  if ('unreadable' in explained)
    return `unreadable: ${explained.unreadable}\n  It would be set aside in dead_letter.\n\n`;
  return explained.map(textOf).join('\n');
}

function textOf(event: Explanation): string {
  const { from, grouping } = event;
  const rows: (readonly [name: string, value: string | null, from: string | undefined])[] = [
    ['format', event.format, undefined],
    ['level', `${event.level}, ${event.kept ? 'kept' : 'counted, but not kept'}`, event.why],
    ['service', event.service, from.service],
    ['message', event.message, from.message],
    ['time', iso(event.time), from.time],
    ['logger', event.logger, from.logger],
    ['host', event.host, from.host],
    ['exception', event.exceptionType, from.exceptionType],
    ['trace id', event.traceId, from.traceId],
    ['stack', event.stack, from.stack],
    ['fields', Object.keys(event.fields).length === 0 ? null : JSON.stringify(event.fields), undefined],
    ['fingerprint', grouping?.fingerprint ?? null, undefined],
    [
      'grouped by',
      grouping === null
        ? null
        : `${grouping.tier}: ${grouping.parts.filter((part) => part !== '').join(' · ')}`,
      undefined,
    ],
  ];
  const lines = rows.flatMap(([name, value, source]) => {
    if (value === null) return [];
    const shown = value.replaceAll('\n', `\n${' '.repeat(14)}`);
    return [`  ${name.padEnd(12)}${shown}${source === undefined ? '' : `   ← ${source}`}`];
  });
  return `${lines.join('\n')}\n\n`;
}
