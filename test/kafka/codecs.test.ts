import { randomBytes } from 'node:crypto';
import kafkajs from 'kafkajs';
import { beforeAll, expect, test } from 'vitest';
import { registerCodecs } from '../../src/kafka/codecs.ts';

const { CompressionCodecs, CompressionTypes } = kafkajs;
const codecs = [
  { name: 'gzip', type: CompressionTypes.GZIP },
  { name: 'snappy', type: CompressionTypes.Snappy },
  { name: 'lz4', type: CompressionTypes.LZ4 },
  { name: 'zstd', type: CompressionTypes.ZSTD },
] as const;
type CompressedType = (typeof codecs)[number]['type'];
const mib = 2 ** 20;

type Codec = {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(packed: Buffer): Promise<Buffer>;
};

beforeAll(registerCodecs);

test.for(codecs)('unpacks with $name what it packed, large or small, dense or not', async ({ type }) => {
  const { compress, decompress } = codecOf(type);
  const texts = [Buffer.from('a'), Buffer.alloc(5 * mib, 'ab'), randomBytes(mib), Buffer.alloc(40 * mib)];

  for (const buffer of texts) {
    expect((await decompress(await compress({ buffer }))).equals(buffer)).toBe(true);
  }
});

test.for(codecs)(
  'refuses with $name what would become more than 64 MiB, without unpacking it',
  async ({ type }) => {
    const { compress, decompress } = codecOf(type);
    const bomb = await compress({ buffer: Buffer.alloc(200 * mib) });

    await expect(decompress(bomb)).rejects.toThrow(/larger than|it would become 2\d{8} bytes/);
  },
);

test.for(codecs)('refuses with $name bytes that are not its own', async ({ type }) => {
  await expect(
    codecOf(type).decompress(Buffer.from('no packed bytes at all, but some text')),
  ).rejects.toThrow();
});

function codecOf(type: CompressedType): Codec {
  return CompressionCodecs[type]();
}
