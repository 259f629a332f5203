/** A generator of values that vary from error to error; the same seed gives the same values. */
export type Random = {
  number(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  hex(length: number): string;
  uuid(): string;
  ip(): string;
  name(): string;
  word(): string;
  shuffle<T>(items: readonly T[]): T[];
};

const names = [
  'alice',
  'bob',
  'carol',
  'dmitri',
  'erika',
  'farah',
  'guo',
  'hana',
  'ivan',
  'jorge',
  'kim',
  'lena',
];
const words = [
  'alpha',
  'north',
  'winter',
  'cedar',
  'lotus',
  'copper',
  'harbor',
  'meadow',
  'falcon',
  'orbit',
  'pixel',
];

/** mulberry32: short, and good enough to vary texts. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const number = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[number(0, items.length - 1)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  };
  const hex = (length: number) => Array.from({ length }, () => number(0, 15).toString(16)).join('');
  return {
    number,
    pick,
    hex,
    uuid: () => [8, 4, 4, 4, 12].map(hex).join('-'),
    ip: () => [10, number(0, 255), number(0, 255), number(1, 254)].join('.'),
    name: () => pick(names),
    word: () => pick(words),
    shuffle: (items) =>
      items
        .map((item) => ({ item, order: next() }))
        .sort((one, other) => one.order - other.order)
        .map(({ item }) => item),
  };
}
