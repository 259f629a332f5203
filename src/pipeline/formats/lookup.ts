import type { JsonObject, Taken } from './format.ts';

/** Where a field stands in a record: as one dotted key or nested, `error.type` finds both. */
export type Path = { readonly name: string; readonly keys: readonly string[] };

/** The paths of these names, in the order in which they are tried. */
export function paths(...names: readonly string[]): readonly Path[] {
  return names.map((name) => ({ name, keys: name.split('.') }));
}

/** The value at `path`, of any type; `undefined` where there is none. */
export function valueAt(record: JsonObject, path: Path): unknown {
  const direct = record[path.name];
  if (direct !== undefined || path.keys.length === 1) return direct;
  let value: unknown = record;
  for (const key of path.keys) {
    if (!isObject(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** The first of `candidates` that holds a text (see `textOf`) that is not blank. */
export function firstText(record: JsonObject, candidates: readonly Path[]): Taken<string> | undefined {
  for (const path of candidates) {
    const value = valueAt(record, path);
    if (value === undefined || value === null) continue;
    const text = textOf(value);
    if (text !== undefined && /\S/.test(text)) return { value: text, from: path.name };
  }
  return undefined;
}

/**
 * A JSON value as text: strings and numbers as they are, an array of strings as lines, an array of byte values
 * (journald's way with control characters) as UTF-8.
 *
 * @returns `undefined` for booleans, objects and other arrays.
 */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every((item) => typeof item === 'string')) return value.join('\n');
  if (value.every(isByte)) return Buffer.from(value).toString();
  return undefined;
}

/** Whether a JSON value is an object; arrays and null are none. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 256;
}
