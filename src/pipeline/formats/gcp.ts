import { otlpLevel } from '../severity.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { isObject, paths } from './lookup.ts';

const severities = /^(?:DEFAULT|DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY)$/;

/** Google Cloud's structured logs, as a service writes them or as Cloud Logging exports them. */
export const gcp = jsonFormat({
  name: 'gcp',
  matches: (record) =>
    typeof record.severity === 'string' &&
    severities.test(record.severity) &&
    record.level === undefined &&
    (typeof record.message === 'string' ||
      typeof record.textPayload === 'string' ||
      isObject(record.jsonPayload) ||
      isObject(record.serviceContext)),
  levels: levelFields(otlpLevel, 'severity'),
  time: paths('time', 'timestamp', 'receiveTimestamp'),
  message: paths('message', 'textPayload', 'jsonPayload.message', 'jsonPayload.msg'),
  service: paths(
    ...['serviceContext.service', 'jsonPayload.serviceContext.service', 'resource.labels.service_name'],
    ...['resource.labels.container_name', 'resource.labels.module_id', 'resource.labels.function_name'],
  ),
  logger: paths('logger', 'logName'),
  stack: paths('stack_trace', 'jsonPayload.stack_trace', 'exception', 'jsonPayload.exception'),
});
