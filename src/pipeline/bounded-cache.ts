/**
 * Remembers what `make` made of a key. Past `maxEntries`, or keys of `maxCharacters` in all, it forgets everything and
 * starts anew, which costs less than keeping an order, and what recurs is back at once.
 */
export function createBoundedCache<V>(
  maxEntries: number,
  make: (key: string) => V,
  maxCharacters = Number.POSITIVE_INFINITY,
): (key: string) => V {
  const made = new Map<string, V>();
  let characters = 0;
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      characters += key.length;
      if (made.size >= maxEntries || characters > maxCharacters) {
        made.clear();
        characters = key.length;
      }
      made.set(key, value);
    }
    return value;
  };
}
