import { wrongFlag } from '../../config/settings.ts';

/** A place in an ordered answer as text that a shell takes as it is. The first part names the order. */
export function cursorText(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * The parts of a cursor.
 *
 * @param forms - What each part must look like; the first is the name of the order.
 * @throws MonitorError `CONFIG` for a text that is none, or one of another order.
 */
export function cursorParts(text: string, forms: readonly RegExp[]): readonly string[] {
  const parts = partsOf(text);
  if (parts.length === forms.length && forms.every((form, i) => form.test(parts[i] ?? ''))) return parts;
  throw wrongFlag('cursor', text, 'what the last answer said, with the same --sort');
}

function partsOf(text: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parsed) && parsed.every((part) => typeof part === 'string') ? parsed : [];
  } catch {
    return [];
  }
}
