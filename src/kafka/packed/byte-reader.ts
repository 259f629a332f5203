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
  let at = start;

  function moved(by: number): number {
    const before = at;
    at += by;
    return before;
  }

  function unsignedVarint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = source[at];
      if (byte === undefined || scale > 2 ** 63) throw new RangeError('A varint goes past its end.');
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 128;
    }
    return value;
  }

  function varint(): number {
    const value = unsignedVarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  function bytes(length: number): Buffer {
    if (length < 0 || at + length > source.length) throw new RangeError('A field goes past the end.');
    return source.subarray(moved(length), at);
  }

  const int32 = () => source.readInt32BE(moved(4));

  return {
    position: () => at,
    skip: (by) => {
      at += by;
    },
    int8: () => source.readInt8(moved(1)),
    int16: () => source.readInt16BE(moved(2)),
    int32,
    int64: () => source.readBigInt64BE(moved(8)),
    unsignedVarint,
    varint,
    string() {
      const length = source.readInt16BE(moved(2));
      return length < 0 ? '' : bytes(length).toString();
    },
    array: (read) => Array.from({ length: Math.max(int32(), 0) }, read),
    bytes,
  };
}
