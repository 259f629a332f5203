/** What must not reach a terminal, a file or another program as it is; first and last code point of each range. */
const harmfulRanges: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x08], // C0 but newline and tab
  [0x0b, 0x1f],
  [0x7f, 0x9f], // DEL and C1
  [0xad, 0xad], // soft hyphen
  [0x34f, 0x34f], // combining grapheme joiner
  [0x61c, 0x61c], // bidi: Arabic letter mark
  [0x115f, 0x1160], // Hangul fillers
  [0x17b4, 0x17b5], // Khmer invisible vowels
  [0x180b, 0x180e], // Mongolian selectors
  [0x200b, 0x200f], // zero-width, bidi marks
  [0x2028, 0x202e], // line and paragraph separators, bidi embeddings and overrides
  [0x2060, 0x206f], // word joiner, invisible operators, bidi isolates
  [0x3164, 0x3164], // Hangul filler
  [0xfeff, 0xfeff], // BOM
  [0xffa0, 0xffa0], // half-width Hangul filler
  [0xfff9, 0xfffb], // interlinear annotation
  [0xfffe, 0xffff], // noncharacters
];
/** Tag characters, U+E0000–E007F, by their surrogates. */
const tags = '\\udb40[\\udc00-\\udc7f]';

const harmful = new RegExp(harmfulSource());
const allHarmful = new RegExp(harmfulSource(), 'g');

/**
 * A text that is safe to store, print and draw: harmful characters become visible escapes (`\x1b`, `\u202e`,
 * `\u{e0041}`), lone surrogates U+FFFD. Newline and tab stay; CR LF becomes a newline.
 */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return harmful.test(wellFormed)
    ? wellFormed.replace(/\r\n/g, '\n').replace(allHarmful, escaped)
    : wellFormed;
}

/** `cleanText` for what is drawn in one line: newline and tab are escaped too. */
export function cleanLine(text: string): string {
  const cleaned = cleanText(text);
  return /[\n\t]/.test(cleaned) ? cleaned.replace(/\n/g, '\\n').replace(/\t/g, '\\t') : cleaned;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

function harmfulSource(): string {
  const escapeOf = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
  return `[${harmfulRanges.map(([first, last]) => `${escapeOf(first)}-${escapeOf(last)}`).join('')}]|${tags}`;
}
