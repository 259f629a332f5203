/**
 * LIKE patterns for what a filter looks for, to be matched as `text COLLATE "C" ILIKE pattern`.
 *
 * The C collation folds A to Z on every server and nothing else, so a pattern says only what holds for any text: it
 * finds all that the filter finds, and perhaps more.
 */
export type Pattern = string;

/**
 * A pattern that every text fits which has `word` in it, whatever the case; null where nothing of it can be looked for.
 */
export function containing(word: string): Pattern | null {
  return narrowing(`%${loose(word)}%`);
}

/** The same for a whole text that is compared with a glob. */
export function like(glob: string): Pattern | null {
  return narrowing(glob.split('*').map(loose).join('%'));
}

/** A pattern that only texts fit which have `word` in it; null for one with other letters than ASCII's. */
export function surelyContaining(word: string): Pattern | null {
  return isPlain(word) ? `%${escaped(word)}%` : null;
}

/** The same for a whole text that is compared with a glob. */
export function surelyLike(glob: string): Pattern | null {
  return isPlain(glob) ? glob.split('*').map(escaped).join('%') : null;
}

/**
 * A pattern for the JSON of an error's fields where one of them is compared with a glob; null where its text may stand
 * there in another form: numbers with an exponent, what JSON escapes, objects with their blanks.
 */
export function likeInJson(glob: string): Pattern | null {
  const plain = /^[\w.*-]+$/.test(glob) && (/[a-df-z_]/i.test(glob) || /^\d{1,15}$/.test(glob));
  return plain ? narrowing(`%${glob.split('*').map(loose).join('%')}%`) : null;
}

/**
 * Letters beyond ASCII may fold to others, or to several. Two of them fold to ASCII: the Kelvin sign to k, and the dotted
 * capital I to an i with something after it.
 */
function loose(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^ -~]+/g, '\0')
    .replace(/[%_\\]/g, '\\$&')
    .replaceAll('\0', '%')
    .replace(/[ik]/g, '_');
}

function narrowing(pattern: string): Pattern | null {
  return /[^%_]/.test(pattern) ? pattern.replace(/(?<!\\)%(?:%)+/g, '%') : null;
}

function isPlain(text: string): boolean {
  return /^[ -~]+$/.test(text);
}

function escaped(text: string): string {
  return text.replace(/[%_\\]/g, '\\$&');
}
