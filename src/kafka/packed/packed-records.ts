import type { RawRecord, RawRecords } from '../../types.ts';
import { type Cursor, createByteReader, varint } from './byte-reader.ts';

/**
 * Records as the broker sent them, with a column for each thing that is needed of them: an object for each of a million
 * records was half of the time of a catch-up.
 */
export type PackedRecords = {
  /**
   * Adds the records of one unpacked record batch, format 2; all or none. `bytes` must not change afterwards.
   *
   * @throws RangeError for bytes that are no such records.
   */
  add(bytes: Buffer, count: number, first: FirstRecord): void;
  /** Adds one record in the place of what could not be read, and why. */
  addUnreadable(offset: bigint, time: number, reason: string): void;
  /** What was added so far. */
  records(): RawRecords;
};

/** What the offsets and times of a batch's records count from. */
export type FirstRecord = {
  readonly offset: bigint;
  readonly time: bigint;
  /** Time that the broker gave to all of them, where the topic says so. */
  readonly appendTime: bigint | undefined;
};

/** End of a record without a value. */
const none = -1;
const noBytes = Buffer.alloc(0);

export function createPackedRecords(): PackedRecords {
  const columns: Columns = {
    sources: [],
    sourceOf: [],
    base: 0n,
    offsets: [],
    times: [],
    starts: [],
    ends: [],
    unreadable: new Map(),
  };

  function add(bytes: Buffer, count: number, first: FirstRecord): void {
    const before = columns.offsets.length;
    try {
      read(bytes, count, first);
    } catch (error) {
      for (const column of [columns.sourceOf, columns.offsets, columns.times, columns.starts, columns.ends]) {
        column.length = before;
      }
      throw error;
    }
  }

  function read(bytes: Buffer, count: number, { offset, time, appendTime }: FirstRecord): void {
    const { sources, sourceOf, offsets, times, starts, ends } = columns;
    if (offsets.length === 0) columns.base = offset;
    const source = sources.push(bytes) - 1;
    const firstOffset = Number(offset - columns.base);
    const firstTime = Number(appendTime ?? time);
    const cursor: Cursor = { at: 0 };
    for (let i = 0; i < count; i++) {
      const length = varint(bytes, cursor);
      const end = cursor.at + length;
      if (length < 0 || end > bytes.length) throw new RangeError('a record goes past the end of its batch');
      cursor.at += 1; // attributes, which no version uses
      const timeDelta = varint(bytes, cursor);
      const offsetDelta = varint(bytes, cursor);
      const keyLength = varint(bytes, cursor);
      cursor.at += Math.max(keyLength, 0);
      const valueLength = varint(bytes, cursor);
      const start = cursor.at;
      const valueEnd = start + Math.max(valueLength, 0);
      if (valueEnd > end) throw new RangeError('a value goes past the end of its record');
      sourceOf.push(source);
      offsets.push(firstOffset + offsetDelta);
      times.push(appendTime === undefined ? firstTime + timeDelta : firstTime);
      starts.push(start);
      ends.push(valueLength < 0 ? none : valueEnd);
      cursor.at = end;
    }
  }

  function addUnreadable(offset: bigint, time: number, reason: string): void {
    if (columns.offsets.length === 0) columns.base = offset;
    const index = columns.offsets.push(Number(offset - columns.base)) - 1;
    columns.unreadable.set(index, reason);
    columns.sourceOf.push(columns.sources.push(noBytes) - 1);
    columns.times.push(time);
    columns.starts.push(0);
    columns.ends.push(none);
  }

  return { add, addUnreadable, records: () => view(columns, 0, columns.offsets.length) };
}

type Columns = {
  /** Bytes of the batches; `sourceOf` is a record's index in it. */
  readonly sources: Buffer[];
  readonly sourceOf: number[];
  /** Offset of the first record; `offsets` count from it, as numbers. */
  base: bigint;
  readonly offsets: number[];
  readonly times: number[];
  /** The bytes of the value; the headers follow them. */
  readonly starts: number[];
  readonly ends: number[];
  /** Why, by the index of the record. */
  readonly unreadable: Map<number, string>;
};

/** A part of a source as letters. */
type Window = {
  readonly source: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
};

/**
 * One text for many records: making one for each takes half as long as looking at it. Larger ones would lie outside the
 * young generation, where their memory costs twice as much as their letters.
 */
const windowBytes = 32 * 1024;

function view(columns: Columns, from: number, to: number): RawRecords {
  const { sources, sourceOf, base, offsets, times, starts, ends } = columns;
  const length = Math.max(to - from, 0);

  const sourceAt = (index: number): Buffer => {
    const source = index >= 0 && index < length ? sources[sourceOf[from + index] ?? none] : undefined;
    if (source === undefined) throw new RangeError(`There is no record ${index} of ${length}.`);
    return source;
  };
  const windowAt = (index: number, start: number, end: number): Window => {
    const source = sourceAt(index);
    const windowEnd = Math.min(Math.max(end, start + windowBytes), source.length);
    return {
      source: sourceOf[from + index] ?? none,
      start,
      end: windowEnd,
      text: source.toString('latin1', start, windowEnd),
    };
  };
  let window: Window = { source: none, start: 0, end: 0, text: '' };
  const offset = (index: number): bigint => base + BigInt(offsets[from + index] ?? Number.NaN);
  const time = (index: number): number => times[from + index] ?? Number.NaN;

  return {
    length,
    offset,
    time,
    letters(index, read) {
      const end = ends[from + index] ?? none;
      const start = starts[from + index] ?? none;
      if (end === none) return undefined;
      if (window.source !== sourceOf[from + index] || start < window.start || end > window.end) {
        window = windowAt(index, start, end);
      }
      return read(window.text, start - window.start, end - window.start);
    },
    record(index): RawRecord {
      const source = sourceAt(index);
      const start = starts[from + index] ?? none;
      const end = ends[from + index] ?? none;
      const unreadable = columns.unreadable.get(from + index);
      return {
        offset: offset(index),
        timestamp: time(index),
        value: end === none ? null : source.subarray(start, end),
        headers: unreadable === undefined ? headersAt(source, end === none ? start : end) : undefined,
        unreadable,
      };
    },
    slice: (start, end = length) => view(columns, from + start, Math.min(from + end, to)),
  };
}

/** A name that comes several times has all its values. Headers that can't be read are none: the value counts. */
function headersAt(source: Buffer, start: number): RawRecord['headers'] {
  if (source[start] === 0) return undefined; // none, as in most records
  try {
    return readHeaders(source, start);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readHeaders(source: Buffer, start: number): RawRecord['headers'] {
  const reader = createByteReader(source, start);
  const count = reader.varint();
  if (count <= 0) return undefined;
  const values = new Map<string, Buffer[]>();
  for (let i = 0; i < count; i++) {
    const name = reader.bytes(reader.varint()).toString();
    const length = reader.varint();
    const value = length < 0 ? Buffer.alloc(0) : reader.bytes(length);
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
}
