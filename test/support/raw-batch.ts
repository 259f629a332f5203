import { recordsOf } from '../../src/raw-records.ts';
import type { RawBatch, RawRecord } from '../../src/types.ts';

/** Kafka timestamp of a record of `aRecord` that names none: 2026-11-23T10:15:02.200Z. */
export const recordTime = 1_795_428_902_200;

/** A Kafka message; `value` may be an object (sent as JSON), a text, bytes or null (a tombstone). */
export function aRecord(
  value: unknown,
  rest: {
    readonly offset?: string;
    readonly timestamp?: string;
    readonly headers?: RawRecord['headers'];
  } = {},
): RawRecord {
  const { offset = '0', timestamp = String(recordTime), headers } = rest;
  const record = { offset, timestamp, value: bytesOf(value) };
  return headers === undefined ? record : { ...record, headers };
}

/** A batch of `values` (see `aRecord`; records are taken as they are), with offsets from `from` on. */
export function aRawBatch(
  values: readonly unknown[],
  rest: { readonly topic?: string; readonly partition?: number; readonly from?: bigint } = {},
): RawBatch {
  const { topic = 'application-logs', partition = 0, from = 0n } = rest;
  const records = values.map((value, index) => {
    const offset = String(from + BigInt(index));
    return isRecord(value) ? { ...value, offset } : aRecord(value, { offset });
  });
  const next = from + BigInt(records.length);
  return { log: { topic, partition }, from, next, end: next, records: recordsOf(records) };
}

/** A record as the Python services write it. */
export function aPythonRecord(fields: { readonly [name: string]: unknown } = {}): {
  readonly [name: string]: unknown;
} {
  return {
    timestamp: '2026-11-23T10:15:02.118Z',
    level: 'ERROR',
    logger: 'orders.api',
    message: 'payment declined for order 8841',
    module: 'views',
    function: 'pay',
    line: 72,
    service: 'order-service',
    host: 'ord-1',
    thread: 'MainThread',
    process: 17,
    ...fields,
  };
}

function bytesOf(value: unknown): Buffer | null {
  if (value === null || Buffer.isBuffer(value)) return value;
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function isRecord(value: unknown): value is RawRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'timestamp' in value &&
    'offset' in value &&
    'value' in value
  );
}
