import { fieldMatch } from './field-match.ts';
import type { Condition, FilterProblem, FilterSubject, ParsedFilter, Span } from './filter.ts';
import { contains, regex, type TextMatch } from './text-match.ts';
import { type Token, tokenize } from './tokens.ts';

/** Longest filter that is read. */
export const mostFilterText = 500;

type Term = {
  readonly matches: (subject: FilterSubject) => boolean;
  /** What it marks in a message; null for negated terms and for fields. */
  readonly marks: TextMatch | null;
  readonly condition: Condition;
};

/**
 * Reads a filter, as typed into the line of `/` and as given to `query --filter`.
 *
 * Words match the message, whatever the case. `/regex/` is RE2's syntax. `name:value` compares a field (`*` stands for
 * any text). `-` negates, quotes hold blanks, blanks and `and` join, `or` joins alternatives and binds weaker. An empty
 * text matches everything, and so does an `or` with nothing on one of its sides: it is still being typed.
 *
 * @returns The filter, or the first problem with its place. Never throws.
 */
export function parseFilter(text: string): ParsedFilter {
  if (text.length > mostFilterText) {
    return {
      problem: { message: `A filter has at most ${mostFilterText} characters.`, at: mostFilterText },
    };
  }
  const tokens = tokenize(text);
  const alternatives: Term[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'or') alternatives.push([]);
    if (token.kind !== 'term') continue;
    const term = termOf(token);
    if ('problem' in term) return term;
    alternatives.at(-1)?.push(term);
  }
  const filled = alternatives.filter((terms) => terms.length > 0);
  const marks = filled.flat().flatMap((term) => term.marks ?? []);
  const usesStatus = filled.flat().some(({ condition }) => condition.kind === 'status');
  return {
    filter: {
      text,
      alternatives: filled.map((terms) => terms.map(({ condition }) => condition)),
      usesStatus,
      matches: (subject) =>
        filled.length === 0 || filled.some((terms) => terms.every(({ matches }) => matches(subject))),
      highlights: (line) => apart(marks.flatMap((mark) => mark.find(line))),
    },
  };
}

function termOf(token: Extract<Token, { kind: 'term' }>): Term | { readonly problem: FilterProblem } {
  const { negated, field, value, at } = token;
  if (field !== null) {
    const match = fieldMatch(field, value, at);
    if ('problem' in match) return match;
    return {
      matches: negated ? (subject) => !match.matches(subject) : match.matches,
      marks: null,
      condition: { ...match.condition, negated },
    };
  }
  const found = value.form === 'regex' ? regex(value.text, value.at) : contains(value.text);
  if ('problem' in found) return found;
  return {
    matches: ({ message }) => found.test(message) !== negated,
    marks: negated || value.text === '' ? null : found,
    condition:
      value.form === 'regex' ? { kind: 'regex', negated } : { kind: 'word', negated, text: value.text },
  };
}

/** Spans in order, those that overlap joined. */
function apart(spans: readonly Span[]): readonly Span[] {
  const joined: { from: number; until: number }[] = [];
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else joined.push({ from, until });
  }
  return joined;
}
