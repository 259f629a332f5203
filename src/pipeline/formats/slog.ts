import { anyLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

const steppedLevel = /^(?:DEBUG|INFO|WARN|ERROR)(?:[+-]\d{1,3})?$/;

/** slog (Go's standard library): levels in capitals, with steps between them (`ERROR+4`). */
export const slog = jsonFormat({
  name: 'slog',
  matches: (record) =>
    typeof record.msg === 'string' &&
    typeof record.time === 'string' &&
    typeof record.level === 'string' &&
    steppedLevel.test(record.level),
  levels: levelFields(anyLevel, 'level'),
  time: paths('time'),
  message: paths('msg'),
  logger: paths('logger', 'component'),
  stack: paths('stack', 'stacktrace'),
});
