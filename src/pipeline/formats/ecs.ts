import { anyLevel, syslogLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { isObject, paths } from './lookup.ts';

/** Elastic Common Schema, dotted or nested, by the ECS loggers of any language. */
export const ecs = jsonFormat({
  name: 'ecs',
  matches: (record) =>
    record['ecs.version'] !== undefined ||
    isObject(record.ecs) ||
    (record['@timestamp'] !== undefined &&
      (record['log.level'] !== undefined || (isObject(record.log) && record.log.level !== undefined))),
  levels: [
    ...levelFields(anyLevel, 'log.level', 'level'),
    ...levelFields(syslogLevel, 'log.syslog.severity.code'),
  ],
  time: paths('@timestamp'),
  message: paths('message', 'error.message'),
  service: paths('service.name', 'event.dataset'),
  logger: paths('log.logger'),
  host: paths('host.name', 'host.hostname'),
  exceptionType: paths('error.type'),
  stack: paths('error.stack_trace', 'error.stack_trace.text'),
});
