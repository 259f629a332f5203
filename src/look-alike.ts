/**
 * Those of the known names that a name was probably meant to be, the most alike first. Case, dots, hyphens and underscores
 * do not count.
 */
export function alike(name: string, known: readonly string[]): readonly string[] {
  return known
    .filter((each) => looksAlike(name, each))
    .toSorted((a, b) => distance(fold(name), fold(a)) - distance(fold(name), fold(b)));
}

/** Whether one name has the other in it, or a few edits make one of the other. */
export function looksAlike(a: string, b: string): boolean {
  const [short, long] = [fold(a), fold(b)].sort((x, y) => x.length - y.length);
  if (short === undefined || long === undefined || short === '') return false;
  const fewEdits = Math.max(Math.min(2, Math.floor(short.length / 2)), Math.floor(long.length / 4));
  return long.includes(short) || distance(short, long) <= fewEdits;
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[._-]/g, '');
}

/** Edits (insert, delete, replace) that make one word of the other: Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
