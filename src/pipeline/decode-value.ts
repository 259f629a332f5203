import type { JsonObject } from './formats/format.ts';
import { isObject } from './formats/lookup.ts';

/** What a record's value is: a JSON object, text, or nothing that can be read, and why. */
export type Decoded =
  | { readonly kind: 'json'; readonly record: JsonObject }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Text beyond this is no log line; JSON may be longer, as its texts are capped one by one. */
const maxText = 256 * 1024;
/** A value beyond this is not read. */
export const maxValueBytes = 32 * 1024 * 1024;

/** Reads the bytes of a value. Invalid UTF-8 becomes U+FFFD; a BOM and a final NUL are dropped. */
export function decodeValue(value: Buffer | null): Decoded {
  if (value === null) return unreadable('no value (tombstone)');
  if (value.length === 0) return unreadable('empty value');
  if (value.length > maxValueBytes) return unreadable(`value of ${value.length} bytes is too large`);
  return decodeText(value.toString());
}

/** `decodeValue` for a text, such as the line inside an envelope. */
export function decodeText(text: string): Decoded {
  const first = text.charCodeAt(0);
  if (first === 0x7b) return decodeJson(text);
  const trimmed = first === 0xfeff || first <= 0x20 || first === 0x22 || first === 0x5b ? trim(text) : text;
  switch (trimmed[0]) {
    case undefined:
      return unreadable('blank value');
    case '{':
      return decodeJson(trimmed);
    case '[':
    case '"':
      return isJson(trimmed) ? unreadable('JSON, but not an object') : decodeLine(text);
    default:
      return decodeLine(text); // not the trimmed one: its indent tells what it continues
  }
}

function decodeJson(text: string): Decoded {
  try {
    const record: unknown = JSON.parse(text);
    return isObject(record) ? { kind: 'json', record } : unreadable('JSON, but not an object');
  } catch {
    const trimmed = withoutEnds(text);
    if (trimmed !== text && trimmed !== '') return decodeJson(trimmed);
    // A line like "{main} started" is text; what starts as an object does was meant to be one.
    return /^\{\s*(?:["}]|$)/.test(text) ? unreadable('JSON that is broken or cut off') : decodeLine(text);
  }
}

function decodeLine(text: string): Decoded {
  const line = withoutEnds(text);
  if (line === '') return unreadable('blank value');
  if (line.length < 32 && /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/.test(line))
    return unreadable('JSON, but not an object');
  if (isBinary(line)) return unreadable('binary, neither JSON nor text');
  return { kind: 'text', text: line.length > maxText ? line.slice(0, maxText) : line };
}

/** Without the BOM before and the blanks and NULs after it. By a loop: an expression would be quadratic. */
function withoutEnds(text: string): string {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let end = text.length;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** More than a tenth of NUL, control characters and invalid UTF-8: Avro, Protobuf, compressed data. */
function isBinary(line: string): boolean {
  if (line.charCodeAt(0) === 0) return true;
  const length = Math.min(line.length, 1000);
  let strange = 0;
  for (let index = 0; index < length; index++) {
    const code = line.charCodeAt(index);
    if (code === 0xfffd || code < 9 || (code > 13 && code < 32 && code !== 27)) strange++;
  }
  return strange * 10 > length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function trim(text: string): string {
  return text.replace(/^[\ufeff\s]+/, '');
}

function unreadable(reason: string): Decoded {
  return { kind: 'unreadable', reason };
}
