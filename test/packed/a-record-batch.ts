/** A record of a batch; the key and headers are left out where they are not given. */
export type BatchRecord = {
  readonly value: string | null;
  readonly key?: Buffer;
  readonly headers?: readonly (readonly [name: string, value: string])[];
};

export type BatchParts = {
  readonly offset?: bigint;
  readonly time?: bigint;
  readonly maxTime?: bigint;
  readonly producerId?: bigint;
  readonly attributes?: number;
  readonly records: readonly BatchRecord[];
};

/** The bytes of a record batch of format 2, each record one place and one ms after the one before. */
export function aBatch({ records, ...parts }: BatchParts): Buffer {
  const { offset = 0n, time = 0n, maxTime = time, producerId = -1n, attributes = 0 } = parts;
  const body = Buffer.concat(records.map(recordBytes));
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(offset, 0);
  header.writeInt32BE(header.length - 12 + body.length, 8);
  header.writeInt8(2, 16);
  header.writeInt16BE(attributes, 21);
  header.writeInt32BE(records.length - 1, 23);
  header.writeBigInt64BE(time, 27);
  header.writeBigInt64BE(maxTime, 35);
  header.writeBigInt64BE(producerId, 43);
  header.writeInt32BE(records.length, 57);
  return Buffer.concat([header, body]);
}

/** A zigzag varint. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function recordBytes({ value, key, headers = [] }: BatchRecord, index: number): Buffer {
  const body = Buffer.concat([
    Buffer.from([0]),
    varint(index),
    varint(index),
    sized(key ?? null),
    sized(value === null ? null : Buffer.from(value)),
    varint(headers.length),
    ...headers.flatMap(([name, text]) => [sized(Buffer.from(name)), sized(Buffer.from(text))]),
  ]);
  return Buffer.concat([varint(body.length), body]);
}

function sized(bytes: Buffer | null): Buffer {
  return bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);
}
