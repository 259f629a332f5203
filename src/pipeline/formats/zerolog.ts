import { anyLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

/** zerolog (Go): level in lower case, `message`, and a stack as an array of frames. */
export const zerolog = jsonFormat({
  name: 'zerolog',
  matches: (record) =>
    typeof record.level === 'string' &&
    /^(?:trace|debug|info|warn|error|fatal|panic)$/.test(record.level) &&
    record.time !== undefined &&
    record.msg === undefined &&
    (record.message !== undefined || typeof record.error === 'string'),
  levels: levelFields(anyLevel, 'level'),
  time: paths('time'),
  message: paths('message', 'error'),
  logger: paths('logger', 'component', 'module'),
  stack: paths('stack'),
});
