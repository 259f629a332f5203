import type { Grouped, GroupingKey } from './known-groupings.ts';

const maxGroupings = 10_000;

/**
 * Remembers what `make` made of a stack and a service. The parts of a stack's key are the same array whenever the stack comes
 * again, so they are found without a look at their texts. Past 10,000 it forgets everything: services that share a library
 * share stacks, however many services there are.
 */
export function createKnownStacks(make: (key: GroupingKey) => Grouped): (key: GroupingKey) => Grouped {
  let known = new WeakMap<readonly string[], Map<string, Grouped>>();
  let size = 0;

  function remember(key: GroupingKey): Grouped {
    if (size >= maxGroupings) {
      known = new WeakMap();
      size = 0;
    }
    size += 1;
    const services = known.get(key.parts) ?? new Map<string, Grouped>();
    const grouped = make(key);
    known.set(key.parts, services.set(key.service, grouped));
    return grouped;
  }

  return (key) => known.get(key.parts)?.get(key.service) ?? remember(key);
}
