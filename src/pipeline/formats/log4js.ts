import { logbackLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { isObject, paths, textOf } from './lookup.ts';

/** log4js (Node): the level is an object, the message an array of what was logged. */
export const log4js = jsonFormat({
  name: 'log4js',
  matches: (record) =>
    isObject(record.level) && typeof record.level.levelStr === 'string' && Array.isArray(record.data),
  levels: levelFields(logbackLevel, 'level.levelStr', 'level.level'),
  time: paths('startTime'),
  logger: paths('categoryName'),
  refine: (draft, record) => {
    const data = Array.isArray(record.data) ? record.data : [];
    const stack = data.find((item) => isObject(item) && typeof item.stack === 'string')?.stack;
    const value = data
      .map((item) => (isObject(item) ? (textOf(item.message) ?? '') : (textOf(item) ?? '')))
      .join(' ')
      .trim();
    return {
      ...draft,
      message: value === '' ? draft.message : { value, from: 'data' },
      stack: typeof stack === 'string' ? { value: stack, from: 'data' } : draft.stack,
    };
  },
});
