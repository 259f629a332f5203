import { monologLevel } from '../severity.ts';
import type { JsonObject, Taken } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { isObject, paths, textOf } from './lookup.ts';

const maxCauses = 20;

/** Monolog (PHP): the exception under `context`, its trace as an array of places. */
export const monolog = jsonFormat({
  name: 'monolog',
  matches: (record) =>
    typeof record.level_name === 'string' &&
    (typeof record.channel === 'string' || record.datetime !== undefined),
  levels: levelFields(monologLevel, 'level_name', 'level'),
  time: paths('datetime', 'datetime.date'),
  message: paths('message'),
  service: paths('channel'),
  logger: paths('channel'),
  exceptionType: paths('context.exception.class'),
  readStack: exceptionOfContext,
  stack: paths('context.exception', 'context.trace', 'extra.stack'),
});

/** Written as PHP itself writes an exception: the innermost first, each further one after `Next`. */
function exceptionOfContext(record: JsonObject): Taken<string> | undefined {
  const sections: string[] = [];
  let exception = isObject(record.context) ? record.context.exception : undefined;
  while (isObject(exception) && sections.length < maxCauses) {
    const place = textOf(exception.file);
    const heading = `${textOf(exception.class) ?? ''}: ${textOf(exception.message) ?? ''}`;
    const calls = Array.isArray(exception.trace)
      ? exception.trace.map(textOf).filter((call) => call !== undefined)
      : [];
    const trace = calls.map((call, index) => `#${index} ${call.replace(/:(\d+)$/, '($1): {unknown}')}`);
    sections.push([place === undefined ? heading : `${heading} in ${place}`, ...trace].join('\n'));
    exception = exception.previous;
  }
  return sections.length === 0
    ? undefined
    : { value: sections.reverse().join('\n\nNext '), from: 'context.exception' };
}
