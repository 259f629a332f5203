import { pinoLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

/** pino (Node): level by number, time in ms, the service in `name`, an error under `err`. */
export const pino = jsonFormat({
  name: 'pino',
  exclusive: true,
  matches: (record) =>
    typeof record.level === 'number' &&
    typeof record.time === 'number' &&
    (record.v === undefined || record.v === 1) && // version 1 wrote it, 0 is bunyan's
    record.short_message === undefined &&
    (typeof record.msg === 'string' || typeof record.pid === 'number' || typeof record.err === 'object'),
  levels: levelFields(pinoLevel, 'level'),
  time: paths('time'),
  message: paths('msg', 'err.message'),
  service: paths('name'),
  logger: paths('logger', 'module', 'component'),
  exceptionType: paths('err.type', 'err.name', 'error.type', 'error.name'),
  stack: paths('err.stack', 'error.stack', 'stack'),
});
