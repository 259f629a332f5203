import { anyLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

/** zap (Go). It adds to every error the stack of the logging call, which is not that of an exception. */
export const zap = jsonFormat({
  name: 'zap',
  matches: (record) =>
    typeof record.msg === 'string' &&
    typeof record.level === 'string' &&
    record.time === undefined &&
    (record.ts !== undefined || typeof record.caller === 'string' || typeof record.stacktrace === 'string'),
  levels: levelFields(anyLevel, 'level'),
  time: paths('ts', 'timestamp', 'T'),
  message: paths('msg'),
  logger: paths('logger'),
  stack: paths('stacktrace'),
  stackIsThrown: false,
});
