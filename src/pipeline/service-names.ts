import { createBoundedCache } from './bounded-cache.ts';
import { caps } from './cap-text.ts';
import { cleanLine } from './clean-text.ts';
import { ownText } from './own-text.ts';
import type { Redact } from './redact.ts';

const maxCached = 10_000;
const mark = '… [cut]';

/** Makes the way from a raw service name to the one that is counted, stored and shown: at most 128 characters. */
export function createServiceNames(redact: Redact): (raw: string) => string {
  return createBoundedCache(maxCached, (raw) => {
    // Its own: what is shown of a long name would keep all of it in memory, for as long as the service is counted.
    const name = cleanLine(redact(ownText(raw.slice(0, caps.serviceCharacters * 4)))).trim();
    const cut = raw.length > caps.serviceCharacters * 4 || name.length > caps.serviceCharacters;
    return cut ? name.slice(0, caps.serviceCharacters - mark.length).toWellFormed() + mark : name;
  });
}
