import type { RawRecords } from '../../types.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { type AbortedTransaction, decodeRecordSet, isPackable } from './record-set.ts';

/** What the client is told of a fetched batch: its ends. The first one carries the records. */
export type BatchEnd = {
  readonly offset: string;
  readonly isControlRecord: false;
  readonly records: RawRecords;
};

/** The broker asks nobody to read from another replica. */
const noReplica = -1;

/** Version of the Fetch response that is read here: the newest one of the client, of Kafka 2.3 and later. */
export const packedFetchVersion = 11;

/**
 * Reads a Fetch response as the client's own decoder would, except that a partition's messages are the two ends of what
 * was fetched, with the records packed beside them.
 *
 * Markers and records of aborted transactions are taken out here, so none are reported.
 * @returns undefined for records of the formats before Kafka 0.11, which the client's decoder reads.
 * @see https://kafka.apache.org/protocol#The_Messages_Fetch
 */
export async function decodeFetchResponse(payload: Buffer): Promise<unknown> {
  const reader = createByteReader(payload);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  const sessionId = reader.int32();
  const responses = reader.array(() => readTopic(reader));
  const sets = responses.flatMap(({ partitions }) => partitions.map(({ bytes }) => bytes));
  if (sets.some((bytes) => bytes.length > 0 && !isPackable(bytes))) return undefined;
  const isEmpty = !responses.some(({ partitions }) => partitions.some(hasNews));
  return {
    throttleTime: 0,
    clientSideThrottleTime,
    errorCode,
    sessionId,
    responses: await Promise.all(
      responses.map(async ({ topicName, partitions }) => ({
        topicName,
        partitions: await Promise.all(
          partitions.filter((each) => isEmpty || hasNews(each)).map(decodePartition),
        ),
      })),
    ),
  };
}

function readTopic(reader: ByteReader) {
  return { topicName: reader.string(), partitions: reader.array(() => readPartition(reader)) };
}

function readPartition(reader: ByteReader) {
  return {
    partition: reader.int32(),
    errorCode: reader.int16(),
    highWatermark: String(reader.int64()),
    lastStableOffset: String(reader.int64()),
    lastStartOffset: String(reader.int64()),
    aborted: reader.array(
      (): AbortedTransaction => ({ producerId: reader.int64(), firstOffset: reader.int64() }),
    ),
    preferredReadReplica: reader.int32(),
    bytes: reader.bytes(Math.max(reader.int32(), 0)),
  };
}

/**
 * The client makes a batch and a heartbeat of each partition that it is told of. Of a hundred that lag, a response brings
 * records of three, and is empty for the others: they are left out, except where all are empty.
 */
function hasNews({ bytes, errorCode, preferredReadReplica }: ReturnType<typeof readPartition>): boolean {
  return bytes.length > 0 || errorCode !== 0 || preferredReadReplica !== noReplica;
}

async function decodePartition({ aborted, bytes, ...partition }: ReturnType<typeof readPartition>) {
  const set = await decodeRecordSet(bytes, aborted);
  if (set === undefined) return { ...partition, abortedTransactions: [], messages: [] };
  const end = (offset: bigint): BatchEnd => ({
    offset: String(offset),
    isControlRecord: false,
    records: set.records,
  });
  const messages = set.first === set.last ? [end(set.last)] : [end(set.first), end(set.last)];
  return { ...partition, abortedTransactions: [], messages };
}
