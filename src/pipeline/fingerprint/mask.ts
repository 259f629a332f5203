/** Stands for whatever varies while a text is being normalised; shown as `<*>`. */
export const mask = '\ue000';
/** The first of the characters that stand for what is kept; see `keepTokens`. */
const firstKept = 0xe100;
const maxKept = 200;

/** Any character that stands for something kept. */
export const keptCharacter = new RegExp(
  `[\\u${firstKept.toString(16)}-\\u${(firstKept + maxKept).toString(16)}]`,
);
const allKept = new RegExp(keptCharacter, 'g');
const privateUse = /[\ue000-\uf8ff]/g;

/** Parts of a text that no mask may touch, each swapped for one character until the masks are done. */
export type Kept = {
  keep(token: string): string;
  restore(text: string): string;
};

export function createKept(): Kept {
  const tokens: string[] = [];
  return {
    keep(token) {
      if (tokens.length >= maxKept) return token;
      tokens.push(token);
      return String.fromCharCode(firstKept + tokens.length - 1);
    },
    restore: (text) =>
      text
        .replace(allKept, (character) => tokens[character.charCodeAt(0) - firstKept] ?? '')
        .replaceAll(mask, '<*>'),
  };
}

/** A text without the characters that have a meaning here. */
export function withoutPrivateUse(text: string): string {
  return text.replace(privateUse, '?');
}
