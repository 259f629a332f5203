import { caps, capText } from '../cap-text.ts';
import { parseTime } from '../parse-time.ts';
import { serviceOf } from '../service.ts';
import { type UsualField, type UsualFields, usualFieldsIn, usualPaths } from './fields.ts';
import type { Context, Draft, JsonFormat, JsonObject, Sighting, Taken } from './format.ts';
import { type Level, type LevelField, levelOf } from './level.ts';
import { firstText, isObject, type Path, valueAt } from './lookup.ts';
import { fieldsBeside } from './other-fields.ts';
import { explicitFingerprint } from './record-fingerprint.ts';
import { firstStack } from './stack-text.ts';
import { separateStack } from './trace-in-text.ts';

/** A JSON format as a table: where its loggers write what. What it leaves out is looked for in the usual places. */
export type JsonTable = {
  readonly name: string;
  readonly exclusive?: boolean;
  readonly byShape?: boolean;
  readonly matches: (record: JsonObject) => boolean;
  readonly levels: readonly LevelField[];
  /** Severity of a record without a level, where that says something (CLEF leaves Information out). */
  readonly levelWhenAbsent?: Level;
  readonly time?: readonly Path[];
  readonly message?: readonly Path[];
  /** Looked at after `service.name`, `service` and the like. */
  readonly service?: readonly Path[];
  readonly logger?: readonly Path[];
  readonly host?: readonly Path[];
  readonly exceptionType?: readonly Path[];
  readonly stack?: readonly Path[];
  /** For a stack that is no text in one field. Undefined where the record has none. */
  readonly readStack?: (record: JsonObject) => Taken<string> | undefined;
  readonly stackIsThrown?: boolean;
  readonly template?: readonly Path[];
  /** Puts right what this logger's users do to its fields. */
  readonly refine?: (draft: Draft, record: JsonObject, context: Context) => Draft;
};

const none: readonly Path[] = [];

/** Makes a format of its table. */
export function jsonFormat(table: JsonTable): JsonFormat {
  return {
    name: table.name,
    exclusive: table.exclusive ?? false,
    byShape: table.byShape ?? false,
    matches: table.matches,
    sight: (record, context) => sight(table, record, context),
  };
}

function sight(table: JsonTable, record: JsonObject, context: Context): Sighting {
  const level = levelOf(record, table.levels) ?? table.levelWhenAbsent ?? levelOfException(table, record);
  const service = serviceOf(record, context, table.service, table.logger ?? usualPaths.logger);
  return {
    format: table.name,
    severity: level?.severity ?? 'UNKNOWN',
    service,
    draft: () => draftOf(table, record, context, level, service),
  };
}

/** A stack or an exception in a record without any level makes it an error. */
function levelOfException(table: JsonTable, record: JsonObject): Level | undefined {
  const usual = usualFieldsIn(record);
  const found = stackOf(table, record, usual) ?? textIn(record, table.exceptionType, 'exceptionType', usual);
  const inMessage = found ?? separateStack(textIn(record, table.message, 'message', usual))?.stack;
  return inMessage && { severity: 'EXCEPTION', from: inMessage.from, value: '' };
}

function whyOf(level: Level | undefined): string {
  if (level === undefined) return 'no level';
  if (level.severity === 'EXCEPTION' && level.value === '') return `${level.from} without any level`;
  return `${level.from} ${JSON.stringify(level.value)}`;
}

function draftOf(
  table: JsonTable,
  record: JsonObject,
  context: Context,
  level: Level | undefined,
  service: Taken<string>,
): Draft {
  const usual = usualFieldsIn(record);
  const whole = textIn(record, table.message, 'message', usual);
  const ownStack = stackOf(table, record, usual);
  const split = ownStack ? undefined : separateStack(whole);
  const stack = ownStack ?? split?.stack;
  const draft: Draft = {
    why: () => whyOf(level),
    message: split?.message ?? whole ?? messageOfRecord(record, stack),
    time:
      timeIn(record, table.time ?? none, context) ??
      timeIn(record, usual('time') ? usualPaths.time : none, context),
    logger: firstText(record, table.logger ?? usualPaths.logger),
    host: textIn(record, table.host, 'host', usual),
    exceptionType: textIn(record, table.exceptionType, 'exceptionType', usual),
    stack,
    stackIsThrown: table.stackIsThrown !== false || !table.stack?.some(({ name }) => name === stack?.from),
    traceId: textIn(record, undefined, 'traceId', usual),
    template: textIn(record, table.template, 'template', usual) ?? templateOfArguments(record),
    fingerprint: explicitFingerprint(record, context),
    fields: {},
  };
  const refined = table.refine?.(draft, record, context) ?? draft;
  return { ...refined, fields: fieldsBeside(record, takenNames(refined, level, service)) };
}

function stackOf(table: JsonTable, record: JsonObject, usual: UsualFields): Taken<string> | undefined {
  return (
    table.readStack?.(record) ??
    firstStack(record, table.stack ?? none) ??
    (usual('stack') ? firstStack(record, usualPaths.stack) : undefined)
  );
}

function textIn(
  record: JsonObject,
  own: readonly Path[] | undefined,
  field: UsualField,
  usual: UsualFields,
): Taken<string> | undefined {
  return (own && firstText(record, own)) ?? (usual(field) ? firstText(record, usualPaths[field]) : undefined);
}

function timeIn(
  record: JsonObject,
  candidates: readonly Path[],
  context: Context,
): Taken<number> | undefined {
  for (const path of candidates) {
    const value = parseTime(valueAt(record, path), context.at);
    if (value !== undefined) return { value, from: path.name };
  }
  return undefined;
}

/** Python's way: `msg` with placeholders, and `args` for them. */
function templateOfArguments(record: JsonObject): Taken<string> | undefined {
  const { msg, args } = record;
  const hasArguments = Array.isArray(args) ? args.length > 0 : isObject(args);
  return typeof msg === 'string' && hasArguments && /%[sdrifx(]|\{[\w!:.]*\}/.test(msg)
    ? { value: msg, from: 'msg' }
    : undefined;
}

/** A record without a message still shows what it is. */
function messageOfRecord(record: JsonObject, stack: Taken<string> | undefined): Taken<string> {
  const value = firstText(record, usualPaths.exceptionValue);
  if (value) return value;
  if (stack) return { value: stack.value.split('\n', 1)[0] ?? '', from: stack.from };
  const shown = JSON.stringify(fieldsBeside(record, []));
  return { value: capText(shown, caps.nameBytes), from: 'the record' };
}

/** Few enough that looking for a name among them is quicker than making a set of them. */
function takenNames(draft: Draft, level: Level | undefined, service: Taken<string>): readonly string[] {
  const { message, time, logger, host, exceptionType, stack, traceId, template, fingerprint } = draft;
  const taken = [message, time, logger, host, exceptionType, stack, traceId, template, fingerprint, level];
  const names = [service.from];
  for (const found of taken) if (found !== undefined) names.push(found.from);
  return names;
}
