import { ownText } from './own-text.ts';

/**
 * Remembers what `make` made of a key. Past `maxEntries` it forgets everything and starts anew, which costs less than
 * keeping an order, and what recurs is back at once.
 */
export function createBoundedCache<V>(maxEntries: number, make: (key: string) => V): (key: string) => V {
  const made = new Map<string, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const own = ownText(key);
    const value = make(own);
    if (made.size >= maxEntries) made.clear();
    made.set(own, value);
    return value;
  };
}
