/**
 * Remembers what `make` made of a key. Past `maxEntries` it forgets everything and starts anew, which costs less than
 * keeping an order, and what recurs is back at once.
 */
export function createBoundedCache<V>(maxEntries: number, make: (key: string) => V): (key: string) => V {
  const made = new Map<string, V>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      if (made.size >= maxEntries) made.clear();
      made.set(key, value);
    }
    return value;
  };
}
