import type { JsonObject } from './format.ts';
import { isObject } from './lookup.ts';

/** A line inside something that a log shipper put around it, and what that says besides. */
export type Unwrapped = { readonly line: string; readonly wrapper: JsonObject };

const criLine = /^(\d{4}-\d\d-\d\dT\S{8,40}) (stdout|stderr) ([FP])(?::\S{1,20})? /;

/**
 * The line inside an envelope of docker, Fluent Bit, Filebeat, Vector or journald.
 *
 * @returns `undefined` for a record that is an event itself: one that has a level of its own.
 */
export function unwrapObject(record: JsonObject): Unwrapped | undefined {
  if (typeof record.log === 'string' && isAroundLog(record))
    return { line: record.log, wrapper: without(record, 'log') };
  if (
    typeof record.MESSAGE === 'string' &&
    record.MESSAGE.startsWith('{"') &&
    record.PRIORITY !== undefined
  ) {
    return { line: record.MESSAGE, wrapper: ofJournal(record) };
  }
  if (typeof record.message === 'string' && isAroundMessage(record)) {
    return { line: record.message, wrapper: without(record, 'message') };
  }
  return undefined;
}

/** The line after `2026-11-23T10:15:02.120Z stderr F `, the way of CRI (containerd, CRI-O). */
export function unwrapText(text: string): Unwrapped | undefined {
  const found = criLine.exec(text);
  if (!found) return undefined;
  return { line: text.slice(found[0].length), wrapper: { time: found[1], stream: found[2] } };
}

/** docker's json-file and Fluent Bit write the line into `log`. */
function isAroundLog(record: JsonObject): boolean {
  const shipped = [
    'stream',
    'kubernetes',
    'docker',
    'container_name',
    'container_id',
    'date',
    'time',
    '@timestamp',
  ];
  return !hasLevel(record) && record.msg === undefined && shipped.some((name) => record[name] !== undefined);
}

/** Filebeat and Vector write it into `message`, and say who they are. */
function isAroundMessage(record: JsonObject): boolean {
  if (hasLevel(record) || (isObject(record.log) && record.log.level !== undefined)) return false;
  const beat =
    isObject(record.agent) && (isObject(record.input) || isObject(record.log) || isObject(record.container));
  const vector = typeof record.source_type === 'string';
  const kubernetes = isObject(record.kubernetes) && typeof record.stream === 'string';
  return beat || vector || kubernetes;
}

function hasLevel(record: JsonObject): boolean {
  return record.level !== undefined || record.severity !== undefined || record['log.level'] !== undefined;
}

function without(record: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

function ofJournal(record: JsonObject): JsonObject {
  const name = record.CONTAINER_NAME ?? record.SYSLOG_IDENTIFIER;
  return { ...without(record, 'MESSAGE'), ...(name !== undefined && { container_name: name }) };
}
