import { isKept } from '../severity-counts.ts';
import type { LogId, RawRecord } from '../types.ts';
import { type Decoded, decodeText, decodeValue } from './decode-value.ts';
import { type Unwrapped, unwrapObject, unwrapText } from './formats/envelope.ts';
import type { Context, JsonFormat, JsonObject, LineSighting, Sighting } from './formats/format.ts';
import { jsonFormats, textFormats } from './formats/registry.ts';
import { inWrapper } from './in-wrapper.ts';
import { createKnownShapes, type KnownShapes, maxShapeBytes } from './known-shapes.ts';

/** The event of a record, or its events; or one in a line of text, which the next lines may continue; or why it can't be read. */
export type Reading =
  | { readonly kind: 'event'; readonly sighting: Sighting }
  | { readonly kind: 'events'; readonly sightings: readonly Sighting[] }
  | { readonly kind: 'line'; readonly sighting: LineSighting }
  | { readonly kind: 'unreadable'; readonly reason: string };

export type ReadRecord = (record: RawRecord, log: LogId, at: number) => Reading;

/** A reader that needs less of most records. */
export type PeekingReader = {
  /** What counting needs of a record of a known shape that is not kept; undefined where the record must be read. */
  peek: KnownShapes['peek'];
  read: ReadRecord;
};

const maxEnvelopes = 2;
/** The store numbers the events of a record in two bytes. A collector sends some thousands at once. */
const maxEvents = 2 ** 15;

/**
 * Makes the reader of one stream of records. It tries the format that matched last first, where that can't change the
 * result, so give each partition its own.
 */
export function createReader(): ReadRecord {
  const { read } = createDecodedReader();
  return (record, log, at) => read(decodedValue(record), contextOf(record, log, at), 0);
}

/** The same, but it can tell from the letters of a known shape all that counting needs. */
export function createPeekingReader(): PeekingReader {
  const { read, readByShape } = createDecodedReader();
  const shapes = createKnownShapes();

  function readText(text: string, context: Context): Reading {
    const decoded = decodeText(text);
    const reading = read(decoded, context, 0);
    if (decoded.kind === 'json' && reading.kind === 'event' && readByShape(decoded.record)) {
      const { severity, service } = reading.sighting;
      if (!isKept(severity) && service.from === 'service') shapes.learn(text, decoded.record);
    }
    return reading;
  }

  return {
    peek: shapes.peek,
    read(record, log, at) {
      const context = contextOf(record, log, at);
      const { value, unreadable } = record;
      const mayBeLearned = unreadable === undefined && value !== null && isWithin(value.length);
      return mayBeLearned ? readText(value.toString(), context) : read(decodedValue(record), context, 0);
    },
  };
}

function isWithin(bytes: number): boolean {
  return bytes > 0 && bytes <= maxShapeBytes;
}

function decodedValue({ value, unreadable }: RawRecord): Decoded {
  return unreadable === undefined ? decodeValue(value) : { kind: 'unreadable', reason: unreadable };
}

function contextOf({ headers }: RawRecord, { topic }: LogId, at: number): Context {
  return { topic, at, headers, wrapper: undefined };
}

function createDecodedReader() {
  let last: JsonFormat | undefined;

  function readObject(record: JsonObject, context: Context, envelopes: number): Reading {
    const format = last?.matches(record) ? last : undefined;
    const unwrapped = format || envelopes >= maxEnvelopes ? undefined : unwrapObject(record);
    if (unwrapped) return readInside(unwrapped, context, envelopes + 1);
    const seen = (format ?? firstMatch(record)).sight(record, context);
    if (!isList(seen)) return { kind: 'event', sighting: inWrapper(seen, context) };
    if (seen.length === 0) return { kind: 'unreadable', reason: 'a batch without log records' };
    if (seen.length > maxEvents)
      return { kind: 'unreadable', reason: `a batch of ${seen.length} log records, more than ${maxEvents}` };
    return { kind: 'events', sightings: seen };
  }

  function firstMatch(record: JsonObject): JsonFormat {
    const format = jsonFormats.find((candidate) => candidate.matches(record));
    if (!format) throw new Error('The last JSON format takes every object.');
    if (format.exclusive) last = format;
    return format;
  }

  function readInside({ line, wrapper }: Unwrapped, outer: Context, envelopes: number): Reading {
    const context = { ...outer, wrapper: { ...outer.wrapper, ...wrapper } };
    const decoded = decodeText(line);
    // Blank lines and halves of long ones are usual in containers: an event without a level, no broken record.
    const readable: Decoded =
      decoded.kind === 'unreadable' ? { kind: 'text', text: line.trimEnd() } : decoded;
    return read(readable, context, envelopes);
  }

  function read(decoded: Decoded, context: Context, envelopes: number): Reading {
    if (decoded.kind === 'unreadable') return decoded;
    if (decoded.kind === 'json') return readObject(decoded.record, context, envelopes);
    const unwrapped = envelopes < maxEnvelopes ? unwrapText(decoded.text) : undefined;
    if (unwrapped) return readInside(unwrapped, context, envelopes + 1);
    return { kind: 'line', sighting: readLine(decoded.text, context) };
  }

  /** Whether the format that read the record goes by its shape alone. */
  const readByShape = (record: JsonObject) => last?.byShape === true && last.matches(record);

  return { read, readByShape };
}

/** Reads a text: a line, or a line and those that belong to it. */
export function readLine(line: string, context: Context): LineSighting {
  for (const format of textFormats) {
    const sighting = format.sight(line, context);
    if (sighting) return { ...inWrapper(sighting, context), line, context };
  }
  throw new Error('The last text format takes every text.');
}

function isList(seen: Sighting | readonly Sighting[]): seen is readonly Sighting[] {
  return Array.isArray(seen);
}
