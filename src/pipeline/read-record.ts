import type { LogId, RawRecord } from '../types.ts';
import { type Decoded, decodeValue } from './decode-value.ts';
import type { Context, JsonFormat, JsonObject, Sighting } from './formats/format.ts';
import { jsonFormats, textFormats } from './formats/registry.ts';

/** The events of a record, or why it can't be read. */
export type Reading =
  | { readonly reason?: undefined; readonly sightings: readonly Sighting[] }
  | { readonly reason: string; readonly sightings?: undefined };

/**
 * Makes the reader of one stream of records. It tries the format that matched last first, where that can't change the
 * result, so give each partition its own.
 */
export function createReader(): (record: RawRecord, log: LogId, at: number) => Reading {
  let last: JsonFormat | undefined;

  function formatOf(record: JsonObject): JsonFormat | undefined {
    if (last?.matches(record)) return last;
    const format = jsonFormats.find((candidate) => candidate.matches(record));
    if (format?.exclusive) last = format;
    return format;
  }

  function read(decoded: Decoded, context: Context): Reading {
    if (decoded.kind === 'unreadable') return { reason: decoded.reason };
    if (decoded.kind === 'text') return { sightings: [sightText(decoded.text, context)] };
    const seen = formatOf(decoded.record)?.sight(decoded.record, context) ?? [];
    return { sightings: isOne(seen) ? [seen] : seen };
  }

  return (record, log, at) =>
    read(decodeValue(record.value), { topic: log.topic, at, headers: record.headers, wrapper: undefined });
}

function sightText(text: string, context: Context): Sighting {
  for (const format of textFormats) {
    const sighting = format.sight(text, context);
    if (sighting) return sighting;
  }
  throw new Error('The last text format takes every text.');
}

function isOne(seen: Sighting | readonly Sighting[]): seen is Sighting {
  return !Array.isArray(seen);
}
