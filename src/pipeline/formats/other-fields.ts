import { setField } from '../set-field.ts';
import type { JsonObject } from './format.ts';
import { isObject } from './lookup.ts';

const maxFields = 64;
const maxItems = 32;
const maxDepth = 5;
/** Of a text, in UTF-16 units; `fieldsBeside` leaves a margin, so that a secret on the edge is redacted whole. */
export const maxFieldText = 2048;
const margin = 2048;
const maxName = 128;
/** Of all names and texts together, in UTF-16 units. */
const maxTotal = 16 * 1024;

/**
 * A record's other fields: all but those in `taken` (dotted for nested ones), as JSON values, capped in number,
 * depth and size. What a cap cuts off is said in its place with `…`; only texts are cut later, to `maxFieldText`.
 */
export function fieldsBeside(record: JsonObject, taken: readonly string[]): JsonObject {
  const budget = { left: maxTotal };
  return copyObject(
    record,
    0,
    budget,
    (name, parent) => taken.includes(parent === '' ? name : `${parent}.${name}`),
    '',
  );
}

type Budget = { left: number };
type Skip = (name: string, parent: string) => boolean;

function copyObject(
  source: JsonObject,
  depth: number,
  budget: Budget,
  skip: Skip,
  parent: string,
): JsonObject {
  const copied: { [name: string]: unknown } = {};
  let kept = 0;
  let cut = 0;
  for (const name of Object.keys(source)) {
    if (skip(name, parent)) continue;
    if (kept >= maxFields || budget.left <= 0) {
      cut++;
      continue;
    }
    const value = source[name];
    budget.left -= Math.min(name.length, maxName) + 8;
    const below = depth < 2 ? (parent === '' ? name : `${parent}.${name}`) : '';
    const copy = copyValue(value, depth + 1, budget, depth < 2 ? skip : keepAll, below);
    const emptied = isObject(value) && isObject(copy) && isEmpty(copy) && !isEmpty(value);
    if (emptied) continue;
    setField(copied, shorten(name, maxName), copy);
    kept++;
  }
  if (cut > 0) copied['…'] = `${cut} more fields cut`;
  return copied;
}

function copyValue(value: unknown, depth: number, budget: Budget, skip: Skip, parent: string): unknown {
  if (typeof value === 'string') {
    budget.left -= Math.min(value.length, maxFieldText);
    return value.length > maxFieldText + margin ? value.slice(0, maxFieldText + margin) : value;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) return '… [cut, too deep]';
  if (!Array.isArray(value)) return copyObject(value as JsonObject, depth, budget, skip, parent);
  const items: unknown[] = value
    .slice(0, maxItems)
    .map((item) => copyValue(item, depth + 1, budget, keepAll, ''));
  if (value.length > maxItems) items.push(`… [cut, ${value.length} items]`);
  return items;
}

const keepAll: Skip = () => false;

function isEmpty(object: JsonObject): boolean {
  for (const _ in object) return false;
  return true;
}

function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}… [cut, ${text.length} characters]`;
}
