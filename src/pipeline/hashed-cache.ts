import { ownText } from './own-text.ts';

/** How texts are found again that come as new strings each time. */
export type TextHash = {
  /** The same for texts that are the `same`; any whole number. */
  readonly hash: (text: string) => number;
  readonly same: (one: string, other: string) => boolean;
  /** The text that is equal for texts that are the `same`; asked for where too many have one hash. */
  readonly key: (text: string) => string;
};

export type HashedCache<V> = {
  get(text: string): V | undefined;
  /** Adds a text that `get` did not find. */
  set(text: string, value: V): void;
};

/** Texts of one hash: some to look through, and the rest by their keys, so that no choice of texts makes it slow. */
type Bucket<V> = {
  readonly first: { readonly text: string; readonly value: V }[];
  readonly more: Map<string, V>;
};
const maxFirst = 8;

/**
 * A cache for texts that a `Map` is slow with: it hashes every letter of a string that is new, even where an equal one is
 * in it. Past `maxEntries`, or `maxCharacters` in all, it forgets everything and starts anew.
 */
export function createHashedCache<V>(
  { hash, same, key }: TextHash,
  maxEntries: number,
  maxCharacters = Number.POSITIVE_INFINITY,
): HashedCache<V> {
  const buckets = new Map<number, Bucket<V>>();
  let size = 0;
  let characters = 0;

  return {
    get(text) {
      const bucket = buckets.get(hash(text));
      if (bucket === undefined) return undefined;
      for (const entry of bucket.first) if (same(entry.text, text)) return entry.value;
      return bucket.more.size === 0 ? undefined : bucket.more.get(key(text));
    },
    set(text, value) {
      size += 1;
      characters += text.length;
      if (size > maxEntries || characters > maxCharacters) {
        buckets.clear();
        size = 1;
        characters = text.length;
      }
      const own = ownText(text);
      const bucket: Bucket<V> = buckets.get(hash(own)) ?? { first: [], more: new Map() };
      buckets.set(hash(own), bucket);
      if (bucket.first.length < maxFirst) bucket.first.push({ text: own, value });
      else bucket.more.set(key(own), value);
    },
  };
}
