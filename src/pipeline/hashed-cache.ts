import { ownText } from './own-text.ts';

/** How texts are found again that come as new strings each time. */
export type TextHash = {
  /** The same for texts that are the `same`; any whole number. */
  readonly hash: (text: string) => number;
  readonly same: (one: string, other: string) => boolean;
};

export type HashedCache<V> = {
  get(text: string): V | undefined;
  /** Adds a text that `get` did not find. */
  set(text: string, value: V): void;
};

type Entry<V> = { readonly text: string; readonly value: V };

/**
 * A cache for texts that a `Map` is slow with: it hashes every letter of a string that is new, even where an equal one is
 * in it. Past `maxEntries`, or `maxCharacters` in all, it forgets everything and starts anew.
 */
export function createHashedCache<V>(
  { hash, same }: TextHash,
  maxEntries: number,
  maxCharacters = Number.POSITIVE_INFINITY,
): HashedCache<V> {
  const entries = new Map<number, Entry<V>[]>();
  let size = 0;
  let characters = 0;

  return {
    get(text) {
      const found = entries.get(hash(text)) ?? [];
      for (const entry of found) if (same(entry.text, text)) return entry.value;
      return undefined;
    },
    set(text, value) {
      size += 1;
      characters += text.length;
      if (size > maxEntries || characters > maxCharacters) {
        entries.clear();
        size = 1;
        characters = text.length;
      }
      const key = hash(text);
      const known = entries.get(key) ?? [];
      known.push({ text: ownText(text), value });
      entries.set(key, known);
    },
  };
}
