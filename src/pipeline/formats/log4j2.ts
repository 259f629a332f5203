import { parseTime } from '../parse-time.ts';
import { logbackLevel } from '../severity.ts';
import type { Draft, JsonObject, Taken } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { isObject, paths, textOf } from './lookup.ts';
import { stackTextOf } from './stack-text.ts';

const maxCauses = 20;

/** log4j2's JsonLayout: the time as an object, what was thrown as objects, each with its cause inside. */
export const log4j2 = jsonFormat({
  name: 'log4j2',
  matches: (record) =>
    typeof record.loggerName === 'string' &&
    (isObject(record.instant) ||
      typeof record.timeMillis === 'number' ||
      typeof record.endOfBatch === 'boolean'),
  levels: levelFields(logbackLevel, 'level'),
  time: paths('timeMillis'),
  message: paths('message'),
  logger: paths('loggerName'),
  exceptionType: paths('thrown.name'),
  readStack: thrownStack,
  refine: withInstant,
});

function withInstant(draft: Draft, record: JsonObject): Draft {
  const { instant } = record;
  if (!isObject(instant)) return draft;
  const { epochSecond, nanoOfSecond = 0 } = instant;
  if (typeof epochSecond !== 'number' || typeof nanoOfSecond !== 'number') return draft;
  const value = parseTime(epochSecond * 1000 + Math.floor(nanoOfSecond / 1e6), 0);
  return value === undefined ? draft : { ...draft, time: { value, from: 'instant' } };
}

function thrownStack(record: JsonObject): Taken<string> | undefined {
  const sections: string[] = [];
  let thrown = record.thrown;
  while (isObject(thrown) && sections.length < maxCauses) {
    const trace = thrown.extendedStackTrace ?? thrown.stackTrace;
    if (typeof trace === 'string') {
      sections.push(trace); // log4j2 writes it with its causes when asked for a text
      break;
    }
    const message = textOf(thrown.message);
    const heading =
      (textOf(thrown.name) ?? '') + (message === undefined || message === 'null' ? '' : `: ${message}`);
    const frames = stackTextOf(trace);
    sections.push(frames === undefined ? heading : `${heading}\n${frames}`);
    thrown = thrown.cause;
  }
  const value = sections.join('\nCaused by: ');
  return value.trim() === '' ? undefined : { value, from: 'thrown' };
}
