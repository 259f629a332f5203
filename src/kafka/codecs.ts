import { promisify } from 'node:util';
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import { compressFrame, decompressFrame } from 'lz4-napi';
import { compress as compressSnappy, uncompress as uncompressSnappy } from 'snappy';
import { mostOfLz4, sizeOfSnappy } from './unpacked-size.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** The client hands over its encoder; the bytes to compress are in `buffer`. */
type Encoder = { readonly buffer: Buffer };

/** A batch that unpacks to more is an attack or a mistake: brokers take at most a few MiB of packed records. */
const maxUnpackedBytes = 64 * 1024 * 1024;

/**
 * Teaches kafkajs the three compressions it lacks, and limits what a packed batch may become.
 *
 * Without this a single snappy, lz4 or zstd batch stops the consumer. Registering twice does no harm.
 */
export function registerCodecs(): void {
  const limit = { maxOutputLength: maxUnpackedBytes };
  CompressionCodecs[CompressionTypes.GZIP] = () => ({
    compress: ({ buffer }: Encoder) => promisify(gzip)(buffer),
    decompress: (packed: Buffer) => promisify<Buffer, typeof limit, Buffer>(gunzip)(packed, limit),
  });
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: ({ buffer }: Encoder) => compressSnappy(buffer),
    decompress: uncompressXerial,
  });
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: ({ buffer }: Encoder) => compressFrame(buffer),
    decompress: async (packed: Buffer) => {
      limited(mostOfLz4(packed));
      return await decompressFrame(packed);
    },
  });
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: Encoder) => promisify(zstdCompress)(buffer),
    decompress: (packed: Buffer) => promisify<Buffer, typeof limit, Buffer>(zstdDecompress)(packed, limit),
  });
}

/** Java clients frame snappy as xerial's stream: a magic, two versions, then blocks with their lengths. */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = xerialMagic.length + 8;

async function uncompressXerial(packed: Buffer): Promise<Buffer> {
  const blocks = blocksOf(packed);
  limited(blocks.reduce((sum, block) => sum + sizeOfSnappy(block), 0));
  const unpacked: Buffer[] = [];
  for (const block of blocks) unpacked.push(toBuffer(await uncompressSnappy(block)));
  return unpacked.length === 1 && unpacked[0] ? unpacked[0] : Buffer.concat(unpacked);
}

function blocksOf(packed: Buffer): readonly Buffer[] {
  if (!packed.subarray(0, xerialMagic.length).equals(xerialMagic)) return [packed];
  const blocks: Buffer[] = [];
  for (let at = xerialHeaderBytes; at < packed.length; ) {
    const length = packed.readInt32BE(at);
    blocks.push(packed.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return blocks;
}

function limited(bytes: number): void {
  if (bytes > maxUnpackedBytes) throw new RangeError(`it would become ${bytes} bytes`);
}

function toBuffer(unpacked: string | Buffer): Buffer {
  return typeof unpacked === 'string' ? Buffer.from(unpacked) : unpacked;
}
