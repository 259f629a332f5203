/**
 * What to tell when an answer is empty, and what to do about it: only what was asked for can have been too narrow.
 *
 * @param what - What was looked for, such as `stored errors`.
 * @param asked - All that narrowed it, each undefined where it was not given.
 * @param toSee - The command that shows what there is.
 */
export function nothingFits(
  what: string,
  since: number | undefined,
  asked: readonly unknown[],
  toSee: string,
): string {
  if (since === undefined && asked.every((each) => each === undefined))
    return `There are no ${what} yet: esm-monitor watch stores what it reads.`;
  const see = `what is there: ${toSee}`;
  return `No ${what} fit. ${since === undefined ? `See ${see}` : `Widen --since, or see ${see}`}`;
}
