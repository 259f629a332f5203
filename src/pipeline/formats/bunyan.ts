import { pinoLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

/** bunyan (Node): pino's numbers, an ISO time, and `v` with the format's version. */
export const bunyan = jsonFormat({
  name: 'bunyan',
  exclusive: true,
  matches: (record) =>
    record.v === 0 &&
    typeof record.level === 'number' &&
    typeof record.name === 'string' &&
    typeof record.msg === 'string',
  levels: levelFields(pinoLevel, 'level'),
  time: paths('time'),
  message: paths('msg'),
  service: paths('name'),
  logger: paths('component', 'widget_type', 'module'),
  exceptionType: paths('err.name'),
  stack: paths('err.stack'),
});
