import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHashedCache } from '../../src/pipeline/hashed-cache.ts';

/** Every text meets more others under its hash than are looked through. */
const byLength = {
  hash: (text: string) => text.length % 3,
  same: (one: string, other: string) => one === other,
  key: (text: string) => text,
};

test('finds what was set under just that text, also beside others of its hash', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ maxLength: 20 }), { minLength: 30, maxLength: 60 }),
      fc.string(),
      (texts, other) => {
        const cache = createHashedCache<number>(byLength, 1_000);
        for (const [i, text] of texts.entries()) cache.set(text, i);

        expect(texts.map(cache.get)).toEqual([...texts.keys()]);
        expect(cache.get(other)).toBe(texts.includes(other) ? texts.indexOf(other) : undefined);
      },
    ),
  );
});

test.each([
  { what: 'entries', maxEntries: 2, maxCharacters: 100 },
  { what: 'characters', maxEntries: 100, maxCharacters: 5 },
])('forgets all when it has too many $what', ({ maxEntries, maxCharacters }) => {
  const cache = createHashedCache<number>(byLength, maxEntries, maxCharacters);

  for (const [i, text] of ['aa', 'bb', 'cc', 'dd'].entries()) cache.set(text, i);

  expect(['aa', 'bb', 'cc', 'dd'].map(cache.get)).toEqual([undefined, undefined, 2, 3]);
});
