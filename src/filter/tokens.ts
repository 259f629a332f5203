/** One word of a filter as it was typed, with the place where it begins. */
export type Token =
  | { readonly kind: 'or' | 'and'; readonly at: number }
  | {
      readonly kind: 'term';
      readonly at: number;
      readonly negated: boolean;
      /** Name before the colon, or null. */
      readonly field: string | null;
      readonly value: Value;
    };

/** `text` is a quoted or bare text without its quotes or slashes; `at` is where it begins. */
export type Value = {
  readonly form: 'bare' | 'quoted' | 'regex';
  readonly text: string;
  readonly at: number;
};

// The colon of `http://` and of a time of day names no field.
const fieldName = /([A-Za-z_][\w.-]*):(?!\/\/)/y;
const blank = /\s/;

/**
 * Cuts a filter into its words. Any text can be cut: a quote or a regular expression that is not closed goes to the end,
 * because that is what it is while one types.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let place = 0;
  while (place < text.length) {
    if (blank.test(text.charAt(place))) {
      place += 1;
      continue;
    }
    const { token, end } = read(text, place);
    tokens.push(token);
    place = end;
  }
  return tokens;
}

function read(text: string, at: number): { readonly token: Token; readonly end: number } {
  const negated = text[at] === '-' && at + 1 < text.length && !blank.test(text.charAt(at + 1));
  const start = negated ? at + 1 : at;
  fieldName.lastIndex = start;
  const field = fieldName.exec(text)?.[1] ?? null;
  const { value, end } = readValue(text, field === null ? start : start + field.length + 1);
  const joins = value.form === 'bare' && field === null && !negated ? value.text.toLowerCase() : '';
  if (joins === 'or' || joins === 'and') return { token: { kind: joins, at }, end };
  return { token: { kind: 'term', at, negated, field, value }, end };
}

function readValue(text: string, at: number): { readonly value: Value; readonly end: number } {
  if (text[at] === '"') {
    const { content, end } = until(text, at + 1, '"', () => true);
    return { value: { form: 'quoted', text: content.replace(/\\(["\\])/g, '$1'), at: at + 1 }, end };
  }
  if (text[at] === '/' && at + 1 < text.length && !blank.test(text.charAt(at + 1))) {
    // A slash inside a word closes nothing, so that a path needs no escapes: /api/v1.
    const closes = (index: number) => index + 1 === text.length || blank.test(text.charAt(index + 1));
    const { content, end } = until(text, at + 1, '/', closes);
    return { value: { form: 'regex', text: content, at: at + 1 }, end };
  }
  let end = at;
  while (end < text.length && !blank.test(text.charAt(end))) end += 1;
  return { value: { form: 'bare', text: text.slice(at, end), at }, end };
}

function until(
  text: string,
  from: number,
  closing: string,
  closes: (index: number) => boolean,
): { readonly content: string; readonly end: number } {
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === closing && closes(index))
      return { content: text.slice(from, index), end: index + 1 };
  }
  return { content: text.slice(from), end: text.length };
}
