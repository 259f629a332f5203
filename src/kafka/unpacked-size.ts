import { createByteReader } from './packed/byte-reader.ts';

/** Sizes of the blocks of an LZ4 frame, by the number in its header. */
const lz4BlockBytes: { readonly [id: number]: number } = { 4: 2 ** 16, 5: 2 ** 18, 6: 2 ** 20, 7: 2 ** 22 };
const lz4Uncompressed = 0x8000_0000;

/**
 * The most that an LZ4 frame may become, in bytes, without unpacking it; the library has no limit of its own.
 *
 * @throws RangeError for bytes that are no frame.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function mostOfLz4(frame: Buffer): number {
  const flags = frame.readUInt8(4);
  const blockBytes = lz4BlockBytes[(frame.readUInt8(5) >> 4) & 0x07] ?? 0;
  const [checksum, size, dictionary] = [flags & 0x10 ? 4 : 0, flags & 0x08 ? 8 : 0, flags & 0x01 ? 4 : 0];
  let most = 0;
  for (let at = 7 + size + dictionary; at + 4 <= frame.length; ) {
    const block = frame.readUInt32LE(at);
    if (block === 0) break;
    const length = block % lz4Uncompressed;
    most += block >= lz4Uncompressed ? length : blockBytes;
    at += 4 + length + checksum;
  }
  return most;
}

/** What a block of snappy says it becomes, in bytes. */
export function sizeOfSnappy(block: Buffer): number {
  return createByteReader(block).unsignedVarint();
}
