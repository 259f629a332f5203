import type { Span } from '../../filter/filter.ts';

/** Plain text with the spans in one style and the rest in another. */
export function highlight(
  text: string,
  spans: readonly Span[],
  match: (text: string) => string,
  rest: (text: string) => string = (plain) => plain,
): string {
  if (spans.length === 0) return rest(text);
  let styled = '';
  let place = 0;
  for (const { from, until } of spans) {
    if (from > place) styled += rest(text.slice(place, from));
    styled += match(text.slice(from, until));
    place = until;
  }
  return place < text.length ? styled + rest(text.slice(place)) : styled;
}
