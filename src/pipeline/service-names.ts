import { createNames } from '../names.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { caps } from './cap-text.ts';
import { cleanLine } from './clean-text.ts';
import { ownText } from './own-text.ts';
import type { Redact } from './redact.ts';

const maxCached = 10_000;
const mark = '… [cut]';

/** Services by numbers, which are theirs until `renew`. */
export type Services = {
  /** @param raw - Name in a record. */
  idOf(raw: string): number;
  /** The name that is counted, stored and shown: at most 128 characters. */
  nameOf(id: number): string;
  /** By their numbers; the list grows. */
  names(): readonly string[];
  /** Begins anew with numbers when there are too many. */
  renew(): void;
};

/** No services yet. A name that comes again is looked up once, whatever is done with it. */
export function createServices(redact: Redact): Services {
  const nameOf = createServiceNames(redact);
  const begin = () => {
    const names = createNames();
    return { names: names.list, idOf: createBoundedCache(maxCached, (raw) => names.idOf(nameOf(raw))) };
  };
  let known = begin();
  return {
    idOf: (raw) => known.idOf(raw),
    nameOf: (id) => known.names[id] ?? '',
    names: () => known.names,
    renew() {
      if (known.names.length > maxCached) known = begin();
    },
  };
}

/** Makes the way from a raw service name to the one that is counted, stored and shown: at most 128 characters. */
export function createServiceNames(redact: Redact): (raw: string) => string {
  return (raw) => {
    // Its own: what is shown of a long name would keep all of it in memory, for as long as the service is counted.
    const name = cleanLine(redact(ownText(raw.slice(0, caps.serviceCharacters * 4)))).trim();
    const cut = raw.length > caps.serviceCharacters * 4 || name.length > caps.serviceCharacters;
    return cut ? name.slice(0, caps.serviceCharacters - mark.length).toWellFormed() + mark : name;
  };
}
