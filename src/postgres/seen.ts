/** Remembers keys, at most about `capacity` of them: the older half is forgotten when the newer half is full. */
export type Seen = { has(key: string): boolean; add(key: string): void; clear(): void };

export function createSeen(capacity: number): Seen {
  let newer = new Set<string>();
  let older = new Set<string>();
  const add = (key: string) => {
    if (newer.size >= capacity / 2) {
      older = newer;
      newer = new Set();
    }
    newer.add(key);
  };
  const clear = () => {
    newer = new Set();
    older = new Set();
  };
  return { has: (key) => newer.has(key) || older.has(key), add, clear };
}
