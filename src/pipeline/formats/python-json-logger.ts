import { pythonLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';

/** python-json-logger: the attributes of Python's LogRecord under their own names. */
export const pythonJsonLogger = jsonFormat({
  name: 'python-json-logger',
  matches: (record) =>
    typeof record.levelname === 'string' ||
    typeof record.levelno === 'number' ||
    typeof record.asctime === 'string',
  levels: levelFields(pythonLevel, 'levelname', 'level', 'levelno'),
  time: paths('asctime', 'timestamp', 'created'),
  message: paths('message', 'msg'),
  logger: paths('name', 'logger'),
  stack: paths('exc_info', 'exc_text', 'stack_info'),
});
