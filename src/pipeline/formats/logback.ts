import { logbackLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

/** logstash-logback-encoder (Java). */
export const logback = jsonFormat({
  name: 'logback',
  matches: (record) =>
    typeof record.logger_name === 'string' &&
    (record.thread_name !== undefined ||
      record.level_value !== undefined ||
      record['@version'] !== undefined),
  levels: levelFields(logbackLevel, 'level', 'level_value'),
  time: paths('@timestamp'),
  message: paths('message'),
  logger: paths('logger_name'),
  stack: paths('stack_trace'),
});
