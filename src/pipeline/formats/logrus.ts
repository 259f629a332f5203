import { anyLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

/** logrus (Go): level in lower case, `msg`, an RFC 3339 time. */
export const logrus = jsonFormat({
  name: 'logrus',
  matches: (record) =>
    typeof record.msg === 'string' &&
    typeof record.time === 'string' &&
    typeof record.level === 'string' &&
    /^(?:trace|debug|info|warning|warn|error|fatal|panic)$/.test(record.level),
  levels: levelFields(anyLevel, 'level'),
  time: paths('time'),
  message: paths('msg'),
  logger: paths('logger', 'component', 'prefix'),
  stack: paths('stack', 'stacktrace'),
});
