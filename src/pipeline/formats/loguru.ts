import { pythonLevel } from '../severity.ts';
import type { Draft, JsonObject } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { isObject, paths } from './lookup.ts';
import { traceStart } from './trace-in-text.ts';

/** loguru (Python) with `serialize=True`: the record as an object, and `text`, the formatted line with its traceback. */
export const loguru = jsonFormat({
  name: 'loguru',
  matches: (record) =>
    typeof record.text === 'string' && isObject(record.record) && isObject(record.record.level),
  levels: levelFields(pythonLevel, 'record.level.name', 'record.level.no'),
  time: paths('record.time.timestamp'),
  message: paths('record.message'),
  service: paths('record.extra.service'),
  logger: paths('record.name'),
  exceptionType: paths('record.exception.type'),
  refine: withTraceOfText,
});

function withTraceOfText(draft: Draft, record: JsonObject): Draft {
  const start = typeof record.text === 'string' ? traceStart(record.text) : -1;
  if (typeof record.text !== 'string' || start === -1) return draft;
  return { ...draft, stack: { value: record.text.slice(start).trimEnd(), from: 'text' } };
}
