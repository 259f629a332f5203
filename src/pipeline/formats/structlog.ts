import { pythonLevel } from '../severity.ts';
import type { JsonObject, Taken } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { isObject, paths, textOf } from './lookup.ts';
import { stackTextOf } from './stack-text.ts';

/** structlog (Python): the message is in `event`. */
export const structlog = jsonFormat({
  name: 'structlog',
  matches: (record) =>
    typeof record.event === 'string' &&
    (typeof record.level === 'string' ||
      typeof record.log_level === 'string' ||
      typeof record.timestamp === 'string') &&
    record.message === undefined,
  levels: levelFields(pythonLevel, 'level', 'log_level', 'levelname', 'level_number'),
  time: paths('timestamp'),
  message: paths('event'),
  logger: paths('logger', 'logger_name', '_logger'),
  readStack: dictTracebacks,
  stack: paths('exception', 'exc_info', 'stack'),
});

/** `dict_tracebacks` writes each exception of the chain as an object; here they become a traceback again. */
function dictTracebacks(record: JsonObject): Taken<string> | undefined {
  if (!Array.isArray(record.exception)) return undefined;
  const chain = record.exception.filter(isObject).slice(0, 20);
  const traces = chain.map((exception) => {
    const frames = stackTextOf(exception.frames) ?? '';
    const heading = `${textOf(exception.exc_type) ?? ''}: ${textOf(exception.exc_value) ?? ''}`;
    return `Traceback (most recent call last):\n${frames}\n${heading}`;
  });
  // The outermost exception is the first object, and the last trace.
  return traces.length === 0 ? undefined : { value: traces.reverse().join('\n\n'), from: 'exception' };
}
