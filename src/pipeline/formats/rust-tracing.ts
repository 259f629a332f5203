import { anyLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { isObject, paths } from './lookup.ts';

/** Rust's tracing-subscriber: message and values under `fields`, the module in `target`. */
export const rustTracing = jsonFormat({
  name: 'rust-tracing',
  matches: (record) =>
    typeof record.target === 'string' &&
    typeof record.level === 'string' &&
    (isObject(record.fields) || typeof record.message === 'string') &&
    record.msg === undefined,
  levels: levelFields(anyLevel, 'level'),
  time: paths('timestamp'),
  message: paths('fields.message', 'message', 'fields.error'),
  logger: paths('target'),
  stack: paths('fields.backtrace', 'fields.stacktrace', 'backtrace'),
});
