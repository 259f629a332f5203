/** Reads Kafka's numbers one after the other; past the end it throws RangeError, as Buffer does. */
export type ByteReader = {
  position(): number;
  skip(bytes: number): void;
  int8(): number;
  int16(): number;
  int32(): number;
  int64(): bigint;
  /** A varint that has no sign. */
  unsignedVarint(): number;
  /** A zigzag varint or varlong; past 2^53 it loses its last digits. */
  varint(): number;
  /** A text with its length before it as int16; -1 is an empty one. */
  string(): string;
  /** `read` for each of so many entries as the int32 before them says. */
  array<T>(read: () => T): readonly T[];
  /** The next bytes, not copied. */
  bytes(length: number): Buffer;
};

/** @see https://kafka.apache.org/protocol#protocol_types */
export function createByteReader(source: Buffer, start = 0): ByteReader {
  const cursor: Cursor = { at: start };

  function moved(by: number): number {
    const before = cursor.at;
    cursor.at += by;
    return before;
  }

  function bytes(length: number): Buffer {
    if (length < 0 || cursor.at + length > source.length) throw new RangeError('A field goes past the end.');
    return source.subarray(moved(length), cursor.at);
  }

  const int32 = () => source.readInt32BE(moved(4));

  return {
    position: () => cursor.at,
    skip: (by) => {
      cursor.at += by;
    },
    int8: () => source.readInt8(moved(1)),
    int16: () => source.readInt16BE(moved(2)),
    int32,
    int64: () => source.readBigInt64BE(moved(8)),
    unsignedVarint: () => unsignedVarint(source, cursor),
    varint: () => varint(source, cursor),
    string() {
      const length = source.readInt16BE(moved(2));
      return length < 0 ? '' : bytes(length).toString();
    },
    array: (read) => Array.from({ length: Math.max(int32(), 0) }, read),
    bytes,
  };
}

/** A place in bytes, moved by what reads them. */
export type Cursor = { at: number };

/** `ByteReader.varint` for a loop over many: it reads a record in half of the time. */
export function varint(source: Buffer, cursor: Cursor): number {
  const value = unsignedVarint(source, cursor);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function unsignedVarint(source: Buffer, cursor: Cursor): number {
  const first = source[cursor.at] ?? 0x80;
  if (first < 0x80) {
    cursor.at += 1; // most are this short
    return first;
  }
  return longVarint(source, cursor);
}

function longVarint(source: Buffer, cursor: Cursor): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = source[cursor.at];
    if (byte === undefined || scale > 2 ** 63) throw new RangeError('A varint goes past its end.');
    cursor.at += 1;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
    scale *= 128;
  }
  return value;
}
