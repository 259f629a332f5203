import { expect, test } from 'vitest';
import { decodeFetchResponse } from '../../src/kafka/packed/fetch-response.ts';
import { aBatch } from './a-record-batch.ts';

const records = aBatch({ offset: 7n, records: [{ value: 'one' }, { value: 'two' }] });
const notLeader = 6;
const noReplica = -1;

test('tells of partitions with records, an error or another replica, and of no other', async () => {
  const payload = aResponse('logs', [
    aPartition({ partition: 0 }),
    aPartition({ partition: 1, bytes: records }),
    aPartition({ partition: 2, errorCode: notLeader }),
    aPartition({ partition: 3, preferredReadReplica: 4 }),
  ]);

  expect(await decodeFetchResponse(payload)).toMatchObject({
    errorCode: 0,
    responses: [
      {
        topicName: 'logs',
        partitions: [
          { partition: 1, highWatermark: '9', messages: [{ offset: '7' }, { offset: '8' }] },
          { partition: 2, errorCode: notLeader, messages: [] },
          { partition: 3, preferredReadReplica: 4, messages: [] },
        ],
      },
    ],
  });
});

test('tells of all partitions when none has news', async () => {
  const payload = aResponse('logs', [aPartition({ partition: 0 }), aPartition({ partition: 1 })]);

  expect(await decodeFetchResponse(payload)).toMatchObject({
    responses: [
      {
        partitions: [
          { partition: 0, highWatermark: '9', messages: [] },
          { partition: 1, messages: [] },
        ],
      },
    ],
  });
});

type PartitionParts = {
  readonly partition: number;
  readonly errorCode?: number;
  readonly preferredReadReplica?: number;
  readonly bytes?: Buffer;
};

/** @see https://kafka.apache.org/protocol#The_Messages_Fetch version 11 */
function aResponse(topic: string, partitions: readonly Buffer[]): Buffer {
  const throttleTime = int32(0);
  const [errorCode, sessionId] = [int16(0), int32(0)];
  const name = Buffer.concat([int16(topic.length), Buffer.from(topic)]);
  const topics = Buffer.concat([int32(1), name, int32(partitions.length), ...partitions]);
  return Buffer.concat([throttleTime, errorCode, sessionId, topics]);
}

function aPartition(parts: PartitionParts): Buffer {
  const { partition, errorCode = 0, preferredReadReplica = noReplica, bytes = Buffer.alloc(0) } = parts;
  const [highWatermark, lastStable, start] = [int64(9n), int64(9n), int64(0n)];
  const abortedTransactions = int32(0);
  return Buffer.concat([
    int32(partition),
    int16(errorCode),
    highWatermark,
    lastStable,
    start,
    abortedTransactions,
    int32(preferredReadReplica),
    int32(bytes.length),
    bytes,
  ]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
