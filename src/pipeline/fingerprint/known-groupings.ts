import type { Grouping } from '../../types.ts';
import { ownText } from '../own-text.ts';

/** What decides about a grouping. */
export type GroupingKey = {
  readonly service: string;
  readonly tier: Grouping['tier'];
  readonly parts: readonly string[];
};

/** A grouping, and the incident that its errors begin with. */
export type Grouped = { readonly grouping: Grouping; readonly incident: string };

const maxGroupings = 10_000;
/** Of one last part and service, so that no choice of the others makes the search long; they are made anew when they come again. */
const maxCandidates = 8;

/**
 * Remembers what `make` made of a key. It is found by its texts one after the other, which are the same strings when they come again: a
 * key of them all would be put together and hashed for each error, 0.4 µs of 6.2. Past 10,000 it forgets everything and starts anew.
 */
export function createKnownGroupings(make: (key: GroupingKey) => Grouped): (key: GroupingKey) => Grouped {
  /** By the last part, which says most, then by service. */
  const known = new Map<string, Map<string, Grouped[]>>();
  let size = 0;

  function remember(key: GroupingKey): Grouped {
    const own = { ...key, service: ownText(key.service), parts: key.parts.map(ownText) };
    const grouped = make(own);
    if (size >= maxGroupings) {
      known.clear();
      size = 0;
    }
    size += 1;
    const last = own.parts.at(-1) ?? '';
    const services = known.get(last) ?? new Map<string, Grouped[]>();
    known.set(last, services);
    services.set(own.service, [grouped, ...(services.get(own.service) ?? [])].slice(0, maxCandidates));
    return grouped;
  }

  return (key) => {
    const candidates = known.get(key.parts.at(-1) ?? '')?.get(key.service);
    return candidates?.find(({ grouping }) => isOf(grouping, key)) ?? remember(key);
  };
}

function isOf({ tier, parts }: Grouping, key: GroupingKey): boolean {
  return (
    tier === key.tier && parts.length === key.parts.length && parts.every((part, i) => part === key.parts[i])
  );
}
