import { ownText } from './own-text.ts';

/** In all keys. A name may be as long as a record, and thousands of such names would be all the memory there is. */
const maxCharacters = 4 * 2 ** 20;

/**
 * Remembers what `make` made of a key. Past `maxEntries`, or 4 Mi characters, it forgets everything and starts anew, which
 * costs less than keeping an order, and what recurs is back at once.
 */
export function createBoundedCache<V>(maxEntries: number, make: (key: string) => V): (key: string) => V {
  const made = new Map<string, V>();
  let characters = 0;
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const own = ownText(key);
    const value = make(own);
    characters += own.length;
    if (made.size >= maxEntries || characters > maxCharacters) {
      made.clear();
      characters = own.length;
    }
    made.set(own, value);
    return value;
  };
}
