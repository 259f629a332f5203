import { anyLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

const foreignNames = [
  'time',
  'logger',
  'logger_name',
  'loggerName',
  'level_name',
  '@timestamp',
  'severity',
  'channel',
];

/** winston (Node). Of an error it copies `name` to the top: that is its type, neither a service nor a logger. */
export const winston = jsonFormat({
  name: 'winston',
  matches: (record) =>
    typeof record.level === 'string' &&
    typeof record.message === 'string' &&
    (typeof record.stack === 'string' || isLowerCase(record.level)) &&
    !foreignNames.some((name) => name in record),
  levels: levelFields(anyLevel, 'level'),
  time: paths('timestamp'),
  message: paths('message'),
  logger: paths('label', 'module', 'component'),
  exceptionType: paths('error.name', 'err.name', 'name'),
  stack: paths('stack', 'error.stack', 'err.stack', 'exception.stack'),
  refine: (draft) =>
    draft.exceptionType?.from !== 'name' || /(?:Error|Exception)$/.test(draft.exceptionType.value)
      ? draft
      : { ...draft, exceptionType: undefined },
});

/** Also inside ANSI colours, whose own letter is lower case. */
function isLowerCase(level: string): boolean {
  return level === level.toLowerCase();
}
