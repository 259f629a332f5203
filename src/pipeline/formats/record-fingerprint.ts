import { headerText } from '../headers.ts';
import type { Context, JsonObject, Taken } from './format.ts';
import { textOf } from './lookup.ts';

const maxParts = 16;

/** What the writer of a record wants it grouped by: its field `fingerprint` (a text or several), else the header. */
export function explicitFingerprint(
  record: JsonObject,
  context: Context,
): Taken<readonly string[]> | undefined {
  if (!Object.hasOwn(record, 'fingerprint')) return headerFingerprint(context);
  const field = record.fingerprint;
  const items = Array.isArray(field) ? field : [field];
  const parts = items.map(textOf).filter((part) => part !== undefined && part !== '');
  if (parts.length > 0) return { value: parts.slice(0, maxParts) as readonly string[], from: 'fingerprint' };
  return headerFingerprint(context);
}

/** The Kafka header `fingerprint`, for records that have no fields. */
export function headerFingerprint(context: Context): Taken<readonly string[]> | undefined {
  const header = headerText(context.headers, 'fingerprint');
  return header ? { value: [header], from: 'Kafka header fingerprint' } : undefined;
}
