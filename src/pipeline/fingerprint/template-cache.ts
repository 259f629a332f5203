import { createBoundedCache } from '../bounded-cache.ts';
import { createHashedCache, type TextHash } from '../hashed-cache.ts';

const maxEntries = 4000;
const maxLength = 400;
const digit = /\d/;
/** The one place where a mask looks for a certain digit. */
const hexadecimal = /\d[xX]/;

/**
 * Remembers normalised texts by their template: the text with any digit where it has one.
 *
 * No mask looks at which digit it is, only at how many there are, so texts of one template have one normal form, as
 * long as no digit was kept in it (an error code, a status). Measured on messages that differ in their numbers:
 * 0.33 µs each instead of 4.1 µs.
 */
export function createTemplateCache(normalise: (text: string) => string): (text: string) => string {
  const ofText = createBoundedCache(maxEntries, normalise);
  const ofTemplate = createHashedCache<string>(byTemplate, maxEntries);

  return (text) => {
    if (text.length > maxLength) return normalise(text);
    const known = ofTemplate.get(text);
    if (known !== undefined) return known;
    const normalised = ofText(text);
    if (!digit.test(normalised) && !hexadecimal.test(text)) ofTemplate.set(text, normalised);
    return normalised;
  };
}

const byTemplate: TextHash = {
  hash(text) {
    let hash = text.length;
    for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + withoutDigit(text.charCodeAt(i))) | 0;
    return hash;
  },
  same(one, other) {
    if (one.length !== other.length) return false;
    for (let i = 0; i < one.length; i++) {
      if (withoutDigit(one.charCodeAt(i)) !== withoutDigit(other.charCodeAt(i))) return false;
    }
    return true;
  },
  key: (text) => text.replace(/\d/g, '0'),
};

function withoutDigit(code: number): number {
  return code >= 0x30 && code <= 0x39 ? 0x30 : code;
}
