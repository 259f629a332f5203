import type { JsonObject } from './format.ts';
import { type Path, paths } from './lookup.ts';

/**
 * Names under which loggers write the fields, most specific first. A format names its own; what it does not name is
 * looked for here.
 */
export const usualPaths = {
  time: paths(
    ...[
      'timestamp',
      '@timestamp',
      'time',
      'ts',
      'asctime',
      'datetime',
      'eventTime',
      '@t',
      't.$date',
      't',
      'date',
    ],
    ...['timeMillis', 'created', 'Timestamp', 'startTime'],
  ),
  message: paths(
    ...[
      'message',
      'msg',
      'event',
      'short_message',
      'textPayload',
      'jsonPayload.message',
      'fields.message',
      'MESSAGE',
    ],
    ...[
      'text',
      'log',
      'body',
      '@m',
      '@mt',
      'error.message',
      'err.message',
      'exception.message',
      'error',
      'err',
    ],
    ...[
      'event.original',
      'Message',
      'RenderedMessage',
      'renderedMessage',
      'State.Message',
      'attr.error.errmsg',
    ],
  ),
  logger: paths(
    ...[
      'logger',
      'logger_name',
      'loggerName',
      'log.logger',
      'name',
      'channel',
      'target',
      'categoryName',
      'category',
    ],
    ...['SourceContext', 'Properties.SourceContext', 'Category', 'component', 'c'],
  ),
  host: paths(
    'host',
    'host.name',
    'hostname',
    'host_name',
    'HOSTNAME',
    '_HOSTNAME',
    'host.hostname',
    'MachineName',
  ),
  exceptionType: paths(
    ...[
      'exception.type',
      'error.type',
      'err.type',
      'err.name',
      'exception_type',
      'exceptionType',
      'exc_type',
    ],
    ...[
      'exception.class',
      'context.exception.class',
      'error.name',
      'error.class',
      'error.kind',
      'thrown.name',
    ],
    ...['exception.name', 'exception.exc_type', 'errorType', 'exception_class'],
  ),
  exceptionValue: paths(
    ...['exception.message', 'error.message', 'err.message', 'context.exception.message', 'thrown.message'],
    ...['exception.value', 'exc_value', 'exception_message', 'error', 'err'],
  ),
  stack: paths(
    ...['stack_trace', 'stackTrace', 'stacktrace', 'stack', 'exception.stacktrace', 'exception.stack_trace'],
    ...[
      'exception.stack',
      'exception.stackTrace',
      'error.stack_trace',
      'error.stack',
      'error.stacktrace',
      'err.stack',
    ],
    ...[
      'exc_info',
      'exception',
      'exc_text',
      'traceback',
      '@x',
      'Exception',
      'thrown.extendedStackTrace',
      'exc',
    ],
  ),
  traceId: paths(
    ...[
      'trace_id',
      'traceId',
      'trace.id',
      'traceID',
      'TraceId',
      'otelTraceID',
      'dd.trace_id',
      '@tr',
      'mdc.traceId',
    ],
    ...['contextMap.traceId', 'logging.googleapis.com/trace', 'x-b3-traceid'],
  ),
  template: paths(
    '@mt',
    'messageTemplate',
    'MessageTemplate',
    'message_template',
    'State.{OriginalFormat}',
    '@i',
  ),
} satisfies { readonly [field: string]: readonly Path[] };

export type UsualField = keyof typeof usualPaths;

/** Tells of a record whether it may have a field. */
export type UsualFields = (field: UsualField) => boolean;

/** A bit for each field, to gather those of a record in one number: sets of names took twice as long. */
const bitOf = Object.fromEntries(Object.keys(usualPaths).map((field, index) => [field, 1 << index])) as {
  readonly [field in UsualField]: number;
};

/** The usual fields, by their bits, of a key's own value, and those of an object under it. */
type FieldsOfKey = { direct: number; nested: number };

const fieldsByFirstKey = indexOfFirstKeys();

/**
 * The usual fields that a record may have, by its own keys: most records have few of them, and looking for each under
 * all of its names would cost more than reading the rest.
 */
export function usualFieldsIn(record: JsonObject): UsualFields {
  let found = 0;
  for (const key of Object.keys(record)) {
    const fields = fieldsByFirstKey.get(key);
    const value = fields && record[key];
    if (fields === undefined || value === null) continue;
    found |= typeof value === 'object' ? fields.direct | fields.nested : fields.direct;
  }
  return (field) => (found & bitOf[field]) !== 0;
}

function indexOfFirstKeys(): ReadonlyMap<string, FieldsOfKey> {
  const index = new Map<string, FieldsOfKey>();
  const fieldsOf = (key: string): FieldsOfKey => {
    const fields = index.get(key) ?? { direct: 0, nested: 0 };
    index.set(key, fields);
    return fields;
  };
  for (const [field, candidates] of Object.entries(usualPaths)) {
    for (const { name, keys } of candidates) {
      fieldsOf(name).direct |= bitOf[field as UsualField];
      fieldsOf(keys[0] ?? name).nested |= bitOf[field as UsualField];
    }
  }
  return index;
}
