import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { FilterProblem, Span } from './filter.ts';

/** A test of texts, and the places where it finds something. */
export type TextMatch = {
  test(text: string): boolean;
  find(text: string): readonly Span[];
};

const mostRegex = 200;
/** What a regular expression looks at of one text: a message may be a megabyte. */
const mostText = 10_000;
const mostSpans = 50;

/** Finds a text inside another one, whatever the case. */
export function contains(word: string): TextMatch {
  const literal = new RegExp(escaped(word), 'giu');
  const lower = word.toLowerCase();
  return {
    test: (text) => text.toLowerCase().includes(lower),
    find: (text) =>
      Array.from(text.matchAll(literal), ({ index, 0: found }) => ({
        from: index,
        until: index + found.length,
      })),
  };
}

/** Compares whole texts, whatever the case; `*` stands for any text. */
export function equalsGlob(pattern: string): (text: string) => boolean {
  const lower = pattern.toLowerCase();
  if (!pattern.includes('*')) return (text) => text.toLowerCase() === lower;
  const [head = '', ...rest] = lower.split('*');
  const tail = rest.pop() ?? '';
  return (text) => inOrder(text.toLowerCase(), head, rest, tail);
}

/** Each part is found as far left as can be, so that many stars cost no more than one. */
function inOrder(text: string, head: string, between: readonly string[], tail: string): boolean {
  if (!text.startsWith(head) || text.length < head.length + tail.length) return false;
  let place = head.length;
  for (const part of between) {
    const found = text.indexOf(part, place);
    if (found === -1) return false;
    place = found + part.length;
  }
  return text.length - tail.length >= place && text.endsWith(tail);
}

/**
 * A regular expression of RE2's syntax, which runs in linear time whatever it is: no user can stop the screen with one.
 *
 * @param at - Where the pattern begins in the filter; problems are told from there.
 */
export function regex(pattern: string, at: number): TextMatch | { readonly problem: FilterProblem } {
  if (pattern.length > mostRegex) {
    const message = `A regular expression has at most ${mostRegex} characters.`;
    return { problem: { message, at: at + mostRegex } };
  }
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    return {
      test: (text) => compiled.test(text.slice(0, mostText)),
      find: (text) => spansOf(compiled, text.slice(0, mostText)),
    };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return { problem: problemOf(error, pattern, at) };
  }
}

function spansOf(compiled: RE2JS, text: string): readonly Span[] {
  const matcher = compiled.matcher(text);
  const spans: Span[] = [];
  while (spans.length < mostSpans && matcher.find()) {
    if (matcher.end() > matcher.start()) spans.push({ from: matcher.start(), until: matcher.end() });
  }
  return spans;
}

/** RE2 names the piece that it can't read; the whole pattern means that something is missing at its end. */
function problemOf(error: RE2JSSyntaxException, pattern: string, at: number): FilterProblem {
  const piece = (error.getPattern() ?? '').replace('(?i)', '');
  const what = error.getDescription() ?? 'not a regular expression';
  if (piece === '' || piece === pattern) return { message: what, at: at + pattern.length };
  const place = firstFailing(pattern, what) - piece.length;
  return { message: `${what}: ${piece}`, at: at + Math.max(0, place) };
}

/** Length of the shortest beginning of the pattern that fails in the same way: the piece may stand in it twice. */
function firstFailing(pattern: string, what: string): number {
  for (let length = 1; length < pattern.length; length += 1) {
    try {
      RE2JS.compile(pattern.slice(0, length), RE2JS.CASE_INSENSITIVE);
    } catch (error) {
      if (error instanceof RE2JSSyntaxException && error.getDescription() === what) return length;
    }
  }
  return pattern.length;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
