import { otlpLevel } from '../severity.ts';
import type { JsonFormat, JsonObject } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { levelFields } from './level.ts';
import { isObject, type Path, paths, textOf } from './lookup.ts';

const maxDepth = 8;

/** One log record of a batch, after `flatten`. */
const logRecord = jsonFormat({
  name: 'otlp',
  matches: () => true,
  levels: levelFields(otlpLevel, 'severityText', 'severityNumber', 'severity_text', 'severity_number'),
  time: paths('timeUnixNano', 'time_unix_nano', 'observedTimeUnixNano', 'observed_time_unix_nano'),
  message: paths('body', 'body.message', 'body.msg', 'exception.message', 'event.name'),
  service: [inResource('service.name'), inResource('k8s.deployment.name'), inResource('k8s.container.name')],
  logger: paths('scope'),
  host: [inResource('host.name'), inResource('k8s.pod.name')],
  exceptionType: paths('exception.type'),
  stack: paths('exception.stacktrace'),
});

/** OpenTelemetry's log batches as JSON: many records of many services in one message. */
export const otlp: JsonFormat = {
  name: 'otlp',
  exclusive: false,
  byShape: false,
  matches: (record) => Array.isArray(record.resourceLogs) || Array.isArray(record.resource_logs),
  sight: (record, context) => flatten(record).flatMap((event) => logRecord.sight(event, context)),
};

function inResource(attribute: string): Path {
  return { name: `resource ${attribute}`, keys: ['resource', attribute] };
}

/** Each log record with its attributes as fields, its resource's attributes under `resource`, its scope's name. */
function flatten(batch: JsonObject): readonly JsonObject[] {
  return objects(batch.resourceLogs ?? batch.resource_logs).flatMap((resourceLogs) => {
    const resource = isObject(resourceLogs.resource) ? attributesOf(resourceLogs.resource.attributes, 0) : {};
    const scopes =
      resourceLogs.scopeLogs ?? resourceLogs.scope_logs ?? resourceLogs.instrumentationLibraryLogs;
    return objects(scopes).flatMap((scopeLogs) => {
      const scope = isObject(scopeLogs.scope) ? scopeLogs.scope.name : undefined;
      return objects(scopeLogs.logRecords ?? scopeLogs.log_records).map((record) => {
        const { attributes, body, ...rest } = record;
        return {
          ...attributesOf(attributes, 0),
          ...withoutUnsetTime(rest),
          body: anyValue(body, 0),
          resource,
          scope,
        };
      });
    });
  });
}

/** 0 means that the time is unknown, and the observed one counts. */
function withoutUnsetTime(record: JsonObject): JsonObject {
  const { timeUnixNano, ...rest } = record;
  return timeUnixNano === '0' || timeUnixNano === 0 ? rest : record;
}

function attributesOf(attributes: unknown, depth: number): JsonObject {
  const entries = objects(attributes).map(({ key, value }): [string, unknown] => [
    textOf(key) ?? '',
    anyValue(value, depth),
  ]);
  return Object.fromEntries(entries);
}

/** OTLP's AnyValue as a JSON value. */
function anyValue(value: unknown, depth: number): unknown {
  if (!isObject(value) || depth > maxDepth) return undefined;
  if (isObject(value.kvlistValue)) return attributesOf(value.kvlistValue.values, depth + 1);
  if (isObject(value.arrayValue))
    return objects(value.arrayValue.values).map((item) => anyValue(item, depth + 1));
  return value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue ?? value.bytesValue;
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
