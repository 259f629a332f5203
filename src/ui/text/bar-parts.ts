import { widthOf } from '../../text/fit.ts';

/** A text of a bar, and how much it matters. */
export type Form = { readonly text: string; readonly weight: number };

/** A part of a bar. Longer forms, the shortest first, take its place where there is room when their weight has its turn. */
export type Part = Form & { readonly longer?: readonly Form[] };

const blanksBetween = 2;

/** The texts that fit into `width` columns with two blanks between them: the heaviest first, whatever their order. */
export function heaviestThatFit(parts: readonly Part[], width: number): ReadonlyMap<Part, string> {
  const kept = new Map<Part, string>();
  let free = width + blanksBetween; // the first has none before it
  const wishes = parts.flatMap((part) =>
    [part, ...(part.longer ?? [])].map(({ text, weight }, length) => ({ part, text, weight, length })),
  );
  for (const { part, text, length } of wishes.toSorted((a, b) => b.weight - a.weight)) {
    const shorter = kept.get(part);
    if (text === '' || (length > 0 && shorter === undefined)) continue;
    const needed = shorter === undefined ? widthOf(text) + blanksBetween : widthOf(text) - widthOf(shorter);
    if (needed > free) continue;
    kept.set(part, text);
    free -= needed;
  }
  return kept;
}
