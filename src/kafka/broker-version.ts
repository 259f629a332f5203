import type { Socket } from 'node:net';
import { type ByteReader, createByteReader } from './packed/byte-reader.ts';

/** Release whose brokers know this level of the feature `metadata.version`, and none higher. Source: Kafka's MetadataVersion. */
const releases: readonly (readonly [level: number, release: string])[] = [
  [7, '3.3'],
  [8, '3.4'],
  [11, '3.5'],
  [14, '3.6'],
  [19, '3.7'],
  [20, '3.8'],
  [21, '3.9'],
  [25, '4.0'],
  [27, '4.1'],
  [29, '4.2'],
  [30, '4.3'],
  [33, '4.4'],
];

const timeoutMs = 3_000;
const maxAnswerBytes = 64 * 1024;
const apiVersionsKey = 18;
/** The first version whose answer names features (KIP-584). */
const apiVersionsVersion = 3;
const featuresTag = 0;

/**
 * Asks a broker which release it is. A broker names no version, but the features it knows, which tell it; and it does so
 * before any login.
 *
 * @param connected - A new connection to it.
 * @returns For example `4.3`, or `newer than 4.4`; undefined for one older than 3.3 or one that is no Apache Kafka.
 * @throws what the connection throws, or an error that says that there is no answer.
 */
export async function askBrokerVersion(connected: Socket): Promise<string | undefined> {
  try {
    connected.write(request());
    return releaseOf(metadataLevel(await answerOf(connected)));
  } finally {
    connected.destroy();
  }
}

function releaseOf(level: number | undefined): string | undefined {
  if (level === undefined) return undefined;
  const [, newest] = releases.at(-1) ?? [];
  return releases.find(([highest]) => level <= highest)?.[1] ?? `newer than ${newest}`;
}

/** ApiVersions: header of version 2, then name and version of the client. */
function request(): Buffer {
  const header = Buffer.alloc(8); // its last four bytes are the number of the request, 0
  header.writeInt16BE(apiVersionsKey, 0);
  header.writeInt16BE(apiVersionsVersion, 2);
  const noClientId = Buffer.from([0xff, 0xff]);
  const noTags = Buffer.from([0]);
  const body = Buffer.concat([header, noClientId, noTags, compact('esm-monitor'), compact('1'), noTags]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

/** Short texts only: their length fits into one byte. */
function compact(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length + 1]), Buffer.from(text)]);
}

async function answerOf(socket: Socket): Promise<Buffer> {
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs / 1_000} s`)));
  let read = Buffer.alloc(0);
  for await (const chunk of socket) {
    read = Buffer.concat([read, chunk]);
    if (read.length > maxAnswerBytes) throw new Error('it answers too much');
    if (read.length >= 4 && read.length >= 4 + read.readInt32BE()) return read.subarray(4);
  }
  throw new Error('it closed the connection');
}

/** The highest level of `metadata.version` that the answer names. */
function metadataLevel(answer: Buffer): number | undefined {
  const reader = createByteReader(answer);
  reader.skip(4); // number of the request
  if (reader.int16() !== 0) return undefined; // an old broker does not know this version of the question
  for (let apis = reader.unsignedVarint() - 1; apis > 0; apis--) {
    reader.skip(6);
    readTags(reader, () => {});
  }
  reader.skip(4); // throttle time
  let level: number | undefined;
  readTags(reader, (tag) => {
    if (tag !== featuresTag) return;
    for (let features = reader.unsignedVarint() - 1; features > 0; features--) {
      const name = reader.bytes(reader.unsignedVarint() - 1).toString();
      reader.skip(2);
      const highest = reader.int16();
      readTags(reader, () => {});
      if (name === 'metadata.version') level = highest;
    }
  });
  return level;
}

/** Fields that may be there or not (KIP-482): each with its number and its size, so that unknown ones are passed over. */
function readTags(reader: ByteReader, onTag: (tag: number) => void): void {
  for (let count = reader.unsignedVarint(); count > 0; count--) {
    const tag = reader.unsignedVarint();
    const end = reader.unsignedVarint() + reader.position();
    onTag(tag);
    reader.skip(end - reader.position());
  }
}
