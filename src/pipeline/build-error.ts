import type { Grouping, KeptSeverity, LogError, LogId, RawRecord } from '../types.ts';
import { caps, capText } from './cap-text.ts';
import { cleanLine, cleanText } from './clean-text.ts';
import { createGrouping } from './fingerprint/group.ts';
import { readTrace } from './fingerprint/stacks/read-trace.ts';
import type { Draft, JsonObject, Sighting, Taken } from './formats/format.ts';
import { isObject } from './formats/lookup.ts';

export type Redact = (text: string) => string;

/** Coordinates of an event inside its log. */
export type Place = {
  readonly log: LogId;
  readonly record: RawRecord;
  readonly at: number;
  readonly part: number;
};

/** What is looked at beyond a cap, so that a secret on the edge is still seen whole. */
const margin = 4096;

/**
 * Makes the finishing of errors: redacts, cleans and caps every text of a draft, then groups it.
 *
 * @param redact - Puts `[REDACTED:…]` in the place of secrets.
 */
export function createErrorBuilder(
  redact: Redact,
): (sighting: Sighting, draft: Draft, service: string, place: Place) => LogError {
  const group = createGrouping();
  const long = (text: string, maxBytes: number) =>
    capText(cleanText(redact(text.slice(0, maxBytes + margin))), maxBytes, text.length);
  const short = (taken: Taken<string> | undefined) => {
    if (taken === undefined) return null;
    const { value } = taken;
    return capText(cleanLine(redact(value.slice(0, caps.nameBytes + margin))), caps.nameBytes, value.length);
  };

  return (sighting, draft, service, { log, record, at, part }) => {
    const message = long(draft.message.value, caps.messageBytes);
    const stack = draft.stack === undefined ? null : long(draft.stack.value, caps.stackBytes);
    const logger = short(draft.logger);
    const trace = stack === null || !draft.stackIsThrown ? undefined : readTrace(stack);
    const exceptionType = short(draft.exceptionType) ?? (trace?.exceptions[0]?.type || null);
    const grouping: Grouping = group({
      service,
      logger: logger ?? '',
      message,
      exceptionType: exceptionType ?? '',
      trace,
      template: short(draft.template) ?? '',
      explicit: draft.fingerprint?.value.map((value) => cleanLine(redact(value.slice(0, caps.nameBytes)))),
    });
    return {
      format: sighting.format,
      severity: sighting.severity as KeptSeverity,
      service,
      message,
      time: draft.time?.value ?? at,
      logger,
      host: short(draft.host),
      exceptionType,
      stack,
      traceId: short(draft.traceId),
      fields: cleanFields(draft.fields, redact),
      topic: log.topic,
      partition: log.partition,
      offset: BigInt(record.offset),
      part,
      at,
      grouping,
      incident: grouping.fingerprint.slice('v1:'.length),
    };
  };
}

function cleanFields(fields: JsonObject, redact: Redact): JsonObject {
  return cleanValue(fields, redact) as JsonObject;
}

function cleanValue(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return cleanText(redact(value));
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, redact));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [cleanLine(redact(name)), cleanValue(item, redact)]),
  );
}
