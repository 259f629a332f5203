import { syslogLevel } from '../severity.ts';
import type { JsonObject, Taken } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { firstText, paths } from './lookup.ts';

const ownStack = paths(
  '_stacktrace',
  '_stack_trace',
  '_StackTrace',
  '_exception',
  '_exc_info',
  '_full_message',
);

/** GELF (Graylog): syslog's numbers, own fields with an underscore. Spring puts the application's name into `host`. */
export const gelf = jsonFormat({
  name: 'gelf',
  matches: (record) =>
    typeof record.short_message === 'string' &&
    (typeof record.version === 'string' || record.host !== undefined),
  levels: levelFields(syslogLevel, '_level_name', '_levelname', '_level', '_severity', 'level'),
  time: paths('timestamp'),
  message: paths('short_message'),
  service: paths(
    '_service',
    '_service.name',
    '_service_name',
    '_application',
    '_app',
    '_application_name',
    '_container_name',
  ),
  logger: paths('_logger', '_logger_name', '_loggerName', '_LoggerName', '_facility', 'facility'),
  host: paths('host'),
  exceptionType: paths('_exception_type', '_exceptionType', '_error_type'),
  readStack,
});

/** The full message is the short one and the stack; without further lines it says nothing new. */
function readStack(record: JsonObject): Taken<string> | undefined {
  const own = firstText(record, ownStack);
  if (own) return own;
  const { full_message: full, short_message: short } = record;
  return typeof full === 'string' && full !== short && full.trim().includes('\n')
    ? { value: full, from: 'full_message' }
    : undefined;
}
