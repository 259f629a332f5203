import type { RawRecord } from '../types.ts';

/** A Kafka header as text; of one that comes several times, the last. `undefined` where it is missing. */
export function headerText(headers: RawRecord['headers'], name: string): string | undefined {
  if (headers === undefined || !Object.hasOwn(headers, name)) return undefined;
  const header = headers[name];
  const value = Array.isArray(header) ? header.at(-1) : header;
  return value === undefined || value === null ? undefined : value.toString();
}
