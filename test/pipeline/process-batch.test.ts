import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import type { BatchResult } from '../../src/types.ts';
import { anyText } from '../support/any-text.ts';
import { minutesOf } from '../support/minutes-of.ts';
import { aPythonRecord, aRawBatch, aRecord, recordTime } from '../support/raw-batch.ts';

function eventsOf({ counts }: BatchResult): number {
  return minutesOf(counts)
    .flatMap((minute) => Object.values(minute.counts))
    .reduce((sum, count) => sum + count, 0);
}

/** Values that look like records, so that random ones get past the first check. */
const almostRecords = fc
  .dictionary(
    fc.constantFrom(
      ...[
        'level',
        'severity',
        'message',
        'msg',
        'service',
        'logger',
        'time',
        'timestamp',
        'exception',
        'err',
      ],
      ...[
        'stack',
        'name',
        'host',
        'fingerprint',
        '@t',
        '@mt',
        'log',
        'MESSAGE',
        'PRIORITY',
        '__proto__',
        'resourceLogs',
      ],
      ...[
        'short_message',
        'version',
        'fields',
        'thrown',
        'instant',
        'context',
        'stream',
        'constructor',
        'toString',
      ],
    ),
    fc.oneof(
      fc.jsonValue(),
      anyText,
      fc.constantFrom(
        'ERROR',
        50,
        'Traceback (most recent call last):\n  File "a", line 1, in b\nE: x',
        1e300,
        -1,
        '',
      ),
    ),
  )
  .map((record) => JSON.stringify(record));

test('neither throws nor loses a record whatever the bytes', () => {
  const run = createPipeline();
  const values = fc.array(
    fc.oneof(fc.uint8Array().map(Buffer.from), anyText, almostRecords, fc.constant(null)),
    { maxLength: 10 },
  );

  fc.assert(
    fc.property(values, (some) => {
      const result = run(aRawBatch(some));

      expect(result.records).toBe(some.length);
      expect(eventsOf(result) + result.deadLetters.length + (result.joined ?? 0)).toBeGreaterThanOrEqual(
        some.length,
      );
      expect(result.deadLetters.filter(({ reason }) => reason.startsWith('the reader failed'))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
}, 60_000);

test.each([
  ['a tombstone', null, 'no value (tombstone)'],
  ['an empty value', '', 'empty value'],
  ['blanks', ' \n\0', 'blank value'],
  ['a JSON number', '42', 'JSON, but not an object'],
  ['a JSON text', '"error"', 'JSON, but not an object'],
  ['a JSON array', '[{"level":"ERROR"}]', 'JSON, but not an object'],
  ['half a JSON object', '{"level":"ERROR","message":"x', 'JSON that is broken or cut off'],
  ['Avro', Buffer.from([0, 0, 0, 0, 7, 2, 66]), 'binary, neither JSON nor text'],
])('sets %s aside with its coordinates and the reason', (_name, value, reason) => {
  const { deadLetters, counts } = createPipeline()(aRawBatch([value], { from: 7n }));

  expect(deadLetters).toMatchObject([{ offset: 7n, at: recordTime, reason }]);
  expect(minutesOf(counts)).toEqual([]);
});

test('shows the value of a dead letter as printable text of at most 1 KiB', () => {
  const { deadLetters } = createPipeline()(aRawBatch([`{"x\x1b[2J${'y'.repeat(5000)}`]));

  const sample = deadLetters[0]?.sample ?? '';

  expect(sample).toMatch(/^\{"x\\x1b\[2Jy+ … \[cut, 5007 characters\]$/);
  expect(Buffer.byteLength(sample)).toBeLessThanOrEqual(1024);
});

test.each([
  ['a BOM', `\ufeff${JSON.stringify(aPythonRecord({ message: 'x' }))}`, 'x'],
  [
    'invalid UTF-8',
    Buffer.concat([Buffer.from('{"level":"ERROR","msg":"a'), Buffer.from([0xff]), Buffer.from('"}')]),
    'a\ufffd',
  ],
  ['a NUL', '{"level":"ERROR","msg":"a\\u0000b"}', 'a\\x00b'],
  ['a lone surrogate', '{"level":"ERROR","msg":"a\\ud800"}', 'a\ufffd'],
  ['a number over 2^53', '{"level":"ERROR","msg":"a","id":12345678901234567890}', 'a'],
  ['duplicate keys', '{"level":"INFO","level":"ERROR","msg":"a"}', 'a'],
  ['a final NUL', '{"level":"ERROR","msg":"a"}\0', 'a'],
  ['a key of 1 MiB', `{"level":"ERROR","msg":"a","${'k'.repeat(1 << 20)}":1}`, 'a'],
  ['nesting of 100,000', `{"level":"ERROR","msg":"a","deep":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 'a'],
  ['a time in the year 999999', '{"level":"ERROR","msg":"a","time":"+999999-01-01T00:00:00Z"}', 'a'],
])('reads a record with %s', (_name, value, message) => {
  const { errors, deadLetters } = createPipeline()(aRawBatch([value]));

  expect(deadLetters).toEqual([]);
  expect(errors.map((error) => error.message)).toEqual([message]);
  expect(() => JSON.stringify(errors[0]?.fields)).not.toThrow();
});

test('takes the Kafka timestamp where a record has no time that can be read', () => {
  const { errors } = createPipeline()(
    aRawBatch(['{"level":"ERROR","msg":"a","time":"+999999-01-01T00:00:00Z"}']),
  );

  expect(errors[0]?.time).toBe(recordTime);
});

test('keeps services called like properties of every object apart', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const values = names.flatMap((service) => [`{"level":"INFO","service":"${service}","__proto__":{"x":1}}`]);

  const { counts } = createPipeline()(aRawBatch([...values, ...values]));

  expect(minutesOf(counts).map(({ service, counts: { INFO } }) => [service, INFO])).toEqual(
    names.map((name) => [name, 2]),
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('cuts message, stack and service with a mark that says so', () => {
  const long = 'é'.repeat(5 << 20);
  const value = JSON.stringify(aPythonRecord({ message: long, exception: long, service: long }));

  const error = createPipeline()(aRawBatch([value])).errors[0];

  expect(Buffer.byteLength(error?.message ?? '')).toBeLessThanOrEqual(16 * 1024);
  expect(error?.message).toMatch(/… \[cut, 5242880 characters\]$/);
  expect(Buffer.byteLength(error?.stack ?? '')).toBeLessThanOrEqual(64 * 1024);
  expect(error?.stack).toMatch(/… \[cut, 5242880 characters\]$/);
  expect(error?.service).toMatch(/^é+… \[cut\]$/);
  expect(error?.service).toHaveLength(128);
  expect(JSON.stringify(error?.fields).length).toBeLessThan(20 * 1024);
});

test('counts each event by service and minute of the Kafka timestamp', () => {
  const minute = recordTime - (recordTime % 60_000);
  const values = [
    aRecord(aPythonRecord({ level: 'INFO' }), { timestamp: String(minute) }),
    aRecord(aPythonRecord(), { timestamp: String(minute + 59_999) }),
    aRecord(aPythonRecord(), { timestamp: String(minute + 60_000) }),
    aRecord(aPythonRecord({ service: 'billing' }), { timestamp: String(minute) }),
  ];

  const { counts } = createPipeline()(aRawBatch(values));

  const none = { CRITICAL: 0, ERROR: 0, EXCEPTION: 0, WARN: 0, INFO: 0, DEBUG: 0, UNKNOWN: 0 };
  expect(minutesOf(counts)).toEqual([
    { service: 'order-service', minute, counts: { ...none, INFO: 1, ERROR: 1 } },
    { service: 'billing', minute, counts: { ...none, ERROR: 1 } },
    { service: 'order-service', minute: minute + 60_000, counts: { ...none, ERROR: 1 } },
  ]);
});

test.each(['-1', 'NaN', '9223372036854775807', '1e400'])(
  'counts a record whose Kafka timestamp is %s',
  (timestamp) => {
    const { errors, counts } = createPipeline()(aRawBatch([aRecord(aPythonRecord(), { timestamp })]));

    expect(() => new Date(errors[0]?.at ?? Number.NaN).toISOString()).not.toThrow();
    expect(counts.minutes[0]?.minute).toBeGreaterThanOrEqual(0);
  },
);

test('makes harmful characters visible in every text', () => {
  const harmful = '\x1b]0;x\x07\x9b\u202e\u200b\udb40\udc41';
  const record = aPythonRecord({
    message: harmful,
    service: harmful,
    logger: harmful,
    extra: { [harmful]: harmful },
  });

  const error = createPipeline()(aRawBatch([record])).errors[0];

  const visible = '\\x1b]0;x\\x07\\x9b\\u202e\\u200b\\u{e0041}';
  expect(error).toMatchObject({ message: visible, service: visible, logger: visible });
  expect(error?.fields).toMatchObject({ extra: { [visible]: visible } });
});

test('gives an error the id that its fingerprint ends with', () => {
  const error = createPipeline()(aRawBatch([aPythonRecord()])).errors[0];

  expect(error?.grouping.fingerprint).toMatch(/^v1:[0-9a-f]{16}$/);
  expect(error?.grouping.fingerprint).toBe(`v1:${error?.incident}`);
});
