import { createBoundedCache } from '../bounded-cache.ts';

const maxEntries = 4000;
const maxLength = 400;
const digit = /\d/;
const digits = /\d/g;
/** The one place where a mask looks for a certain digit. */
const hexadecimal = /0[xX]/;

/**
 * Remembers normalised texts by their template: the text with every digit as 0.
 *
 * No mask looks at which digit it is, only at how many there are, so texts of one template have one normal form, as
 * long as no digit was kept in it (an error code, a status). Measured on messages that differ in their numbers:
 * about 0.6 µs each instead of 4.7 µs.
 */
export function createTemplateCache(normalise: (text: string) => string): (text: string) => string {
  const ofText = createBoundedCache(maxEntries, normalise);
  const ofTemplate = new Map<string, string>();

  return (text) => {
    if (text.length > maxLength) return normalise(text);
    const template = text.replace(digits, '0');
    const known = ofTemplate.get(template);
    if (known !== undefined) return known;
    const normalised = ofText(text);
    if (!digit.test(normalised) && !hexadecimal.test(template)) {
      if (ofTemplate.size >= maxEntries) ofTemplate.clear();
      ofTemplate.set(template, normalised);
    }
    return normalised;
  };
}
