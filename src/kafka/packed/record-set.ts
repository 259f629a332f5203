import kafkajs from 'kafkajs';
import { messageOf } from '../../errors.ts';
import type { RawRecords } from '../../types.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { createPackedRecords, type PackedRecords } from './packed-records.ts';

/** What a broker sent of one partition: the records that a reader may see, and the offsets that they span. */
export type RecordSet = {
  /** Offset of the first record, and of the last place taken, by a record or by a marker of a transaction. */
  readonly first: bigint;
  readonly last: bigint;
  readonly records: RawRecords;
};

/** A transaction that was given up: its producer's records from `firstOffset` to its marker are not to be seen. */
export type AbortedTransaction = { readonly producerId: bigint; readonly firstOffset: bigint };

/** Bytes of a record batch before its first record, and the place of its format's number. */
const headerBytes = 61;
const magicAt = 16;
const supportedMagic = 2;

/** Whether the first batch has the format of Kafka 0.11 and later. */
export function isPackable(bytes: Buffer): boolean {
  return bytes.length > magicAt && bytes.readInt8(magicAt) === supportedMagic;
}

/**
 * Reads whole record batches of format 2; the last one may be cut off, as brokers send it.
 *
 * A batch that can't be unpacked becomes one record that says why.
 * @returns undefined when there is no whole batch.
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export async function decodeRecordSet(
  bytes: Buffer,
  aborted: readonly AbortedTransaction[],
): Promise<RecordSet | undefined> {
  const packed = createPackedRecords();
  const transactions = createTransactions(aborted);
  const ends: { first?: bigint; last?: bigint } = {};
  const reader = createByteReader(bytes);
  while (reader.position() + headerBytes <= bytes.length) {
    const batch = readHeader(reader);
    if (batch.end < reader.position() || batch.end > bytes.length) break;
    ends.first ??= batch.offset;
    ends.last = batch.last;
    if (transactions.shows(batch, reader)) {
      const body = bytes.subarray(reader.position(), batch.end);
      const adding = add(packed, body, batch);
      // Only a packed batch is waited for: most are not, and a wait for each costs more than reading them.
      if (adding !== undefined) await adding;
    }
    reader.skip(batch.end - reader.position());
  }
  const { first, last } = ends;
  return first === undefined || last === undefined ? undefined : { first, last, records: packed.records() };
}

type Header = {
  readonly offset: bigint;
  /** Offset of its last place, also where compaction removed the record. */
  readonly last: bigint;
  /** Where it ends in the bytes. */
  readonly end: number;
  readonly attributes: number;
  readonly time: bigint;
  readonly maxTime: bigint;
  readonly producerId: bigint;
  readonly count: number;
};

const codecMask = 0x07;
const appendTimeFlag = 0x08;
const transactionalFlag = 0x10;
const controlFlag = 0x20;

function readHeader(reader: ByteReader): Header {
  const offset = reader.int64();
  const end = reader.int32() + reader.position();
  reader.skip(9); // leader epoch, magic, checksum (TCP has its own)
  const attributes = reader.int16();
  const last = offset + BigInt(reader.int32());
  const time = reader.int64();
  const maxTime = reader.int64();
  const producerId = reader.int64();
  reader.skip(6); // producer epoch, first sequence
  return { offset, last, end, attributes, time, maxTime, producerId, count: reader.int32() };
}

/** Bytes that are no records, or don't unpack, cost their batch and not the log. */
function add(packed: PackedRecords, body: Buffer, batch: Header): Promise<void> | undefined {
  const { attributes, offset, last, time, maxTime, count } = batch;
  const appendTime = (attributes & appendTimeFlag) === 0 ? undefined : maxTime;
  const codec = attributes & codecMask;

  function take(bytes: Buffer): void {
    try {
      packed.add(bytes, count, { offset, time, appendTime });
    } catch (error) {
      refuse(error);
    }
  }

  function refuse(error: unknown): void {
    const what = count === 1 ? 'a record' : `a batch of ${count} records, offsets ${offset} to ${last},`;
    const reason = messageOf(error);
    packed.addUnreadable(offset, Number(appendTime ?? time), `${what} can't be unpacked: ${reason}`);
  }

  if (codec === 0) {
    take(body);
    return undefined;
  }
  return unpack(body, codec).then(take, refuse);
}

/** By the codecs of the client, which `registerCodecs` has made complete. */
async function unpack(body: Buffer, codec: number): Promise<Buffer> {
  const create = (kafkajs.CompressionCodecs as { readonly [codec: number]: (() => Codec) | undefined })[
    codec
  ];
  if (create === undefined) throw new Error(`compression ${codec} is unknown`);
  return await create().decompress(body);
}

type Codec = { decompress(packed: Buffer): Promise<Buffer> };

/** Follows the transactions through the batches, as isolation level read_committed wants it. */
function createTransactions(aborted: readonly AbortedTransaction[]) {
  const coming = aborted.toSorted((a, b) => Number(a.firstOffset - b.firstOffset));
  const givenUp = new Set<bigint>();

  return {
    /** Whether the records of the batch are to be seen. @param reader - Stands at its first record. */
    shows({ attributes, last, producerId, end }: Header, reader: ByteReader): boolean {
      while (coming[0] !== undefined && coming[0].firstOffset <= last) {
        givenUp.add(coming[0].producerId);
        coming.shift();
      }
      if ((attributes & controlFlag) !== 0) {
        if (isAbortMarker(reader, end)) givenUp.delete(producerId);
        return false;
      }
      return (attributes & transactionalFlag) === 0 || !givenUp.has(producerId);
    },
  };
}

/** The key of a control record is its version and its type; type 0 gives a transaction up. */
function isAbortMarker(reader: ByteReader, end: number): boolean {
  reader.varint(); // length
  reader.skip(1);
  reader.varint(); // time
  reader.varint(); // offset
  if (reader.varint() < 4 || reader.position() + 4 > end) return false;
  return reader.int16() === 0 && reader.int16() === 0;
}
