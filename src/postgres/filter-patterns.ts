/**
 * A LIKE pattern for what a filter looks for, to be matched with a text whose letters A to Z are in lower case.
 *
 * That is how the C collation folds on every server, and no other letter; so a pattern says only what holds for any text.
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
  return isPlain(word) ? `%${exact(word)}%` : null;
}

/** The same for a whole text that is compared with a glob. */
export function surelyLike(glob: string): Pattern | null {
  return isPlain(glob) ? glob.split('*').map(exact).join('%') : null;
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

function exact(text: string): string {
  return text.toLowerCase().replace(/[%_\\]/g, '\\$&');
}
