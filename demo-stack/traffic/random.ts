/** Random choices that come out the same for the same seed. */
export type Random = {
  /** At least 0 and below 1. */
  share(): number;
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** `digits` hexadecimal digits. */
  hex(digits: number): string;
  /** Time to the next event of a Poisson process with this many events in a unit of time. */
  gap(eventsPerUnit: number): number;
};

/** mulberry32 (public domain, by Tommy Ettinger): small, and even enough for a demo. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (from: number, to: number) => from + Math.floor(share() * (to - from + 1));
  return {
    share,
    int,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
    hex: (digits) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join(''),
    gap: (eventsPerUnit) => -Math.log(1 - share()) / eventsPerUnit,
  };
}
