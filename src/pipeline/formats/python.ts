import { pythonLevel } from '../severity.ts';
import type { Context, Draft } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { paths } from './lookup.ts';
import { readHeader } from './text-header.ts';

/** The Python services' record: the log handler of the original EventStreamMonitor. */
export const python = jsonFormat({
  name: 'python',
  exclusive: true,
  byShape: true,
  matches: (record) =>
    typeof record.level === 'string' &&
    typeof record.logger === 'string' &&
    typeof record.message === 'string' &&
    typeof record.module === 'string' &&
    typeof record.function === 'string' &&
    typeof record.timestamp === 'string',
  levels: levelFields(pythonLevel, 'level'),
  time: paths('timestamp'),
  message: paths('message'),
  logger: paths('logger'),
  stack: paths('exception', 'exc_info'),
  refine: withoutFormattedHead,
});

/** The original handler puts the whole formatted line into `message`: time, logger and level a second time. */
function withoutFormattedHead(draft: Draft, _record: unknown, context: Context): Draft {
  const { value } = draft.message;
  const end = value.indexOf('\n');
  const first = end === -1 ? value : value.slice(0, end);
  if (!/^\[?\d{4}-\d\d-\d\d /.test(first)) return draft;
  const header = readHeader(first, context.at);
  if (header.severity === undefined || header.time === undefined) return draft;
  const message = header.message + (end === -1 ? '' : value.slice(end));
  return { ...draft, message: { value: message, from: draft.message.from } };
}
