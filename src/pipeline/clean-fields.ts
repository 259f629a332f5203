import { createBoundedCache } from './bounded-cache.ts';
import { capText } from './cap-text.ts';
import { cleanText } from './clean-text.ts';
import type { JsonObject } from './formats/format.ts';
import { maxFieldText } from './formats/other-fields.ts';
import type { Redact } from './redact.ts';
import { setField } from './set-field.ts';

const maxNumberLength = 24;
const maxNames = 4000;

/**
 * Makes the redaction and cleaning of a record's other fields, names and values at any depth.
 *
 * @param short - Redacts and cleans a short text of one line.
 */
export function createFieldCleaner(
  redact: Redact,
  short: (text: string) => string,
): (fields: JsonObject) => JsonObject {
  /** A service's fields have the same names in every record. */
  const named = createBoundedCache(maxNames, (name) => ({ shown: short(name), secret: redact.field(name) }));

  function cleanObject(source: JsonObject): JsonObject {
    const cleaned: { [name: string]: unknown } = {};
    for (const name of Object.keys(source)) {
      const { shown, secret } = named(name);
      setField(cleaned, shown, cleanField(secret, source[name]));
    }
    return cleaned;
  }

  /** A name may say that whatever is in the field is secret. */
  function cleanField(secret: string | undefined, value: unknown): unknown {
    if (secret === undefined) return cleanValue(value);
    const holdsOne =
      typeof value === 'string' ? value !== '' : typeof value === 'number' || Array.isArray(value);
    return holdsOne ? secret : cleanValue(value);
  }

  function cleanValue(value: unknown): unknown {
    if (typeof value === 'string') return cleanFieldText(value);
    if (typeof value !== 'object' || value === null) return value;
    return Array.isArray(value) ? value.map(cleanValue) : cleanObject(value as JsonObject);
  }

  function cleanFieldText(text: string): string {
    return text.length <= maxNumberLength && !/[\n\t]/.test(text)
      ? short(text)
      : capText(cleanText(redact(text)), maxFieldText);
  }

  return cleanObject;
}
