import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createByteReader } from '../../src/kafka/packed/byte-reader.ts';
import { decodeRecordSet } from '../../src/kafka/packed/record-set.ts';
import type { RawRecords } from '../../src/types.ts';
import { aBatch, varint } from './a-record-batch.ts';

test('reads back any zigzag varint', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (value) => {
      expect(createByteReader(varint(value)).varint()).toBe(value);
    }),
  );
});

test('reads offsets, times, values and headers of several batches', async () => {
  const bytes = Buffer.concat([
    aBatch({ offset: 40n, time: 1_000n, records: [{ value: 'a' }, { value: null }, { value: '' }] }),
    aBatch({ offset: 50n, time: 2_000n, records: [{ value: 'ü', headers: [['service', 'x']] }] }),
  ]);

  const set = await decodeRecordSet(bytes, []);

  expect(set).toMatchObject({ first: 40n, last: 50n });
  expect(all(set?.records)).toEqual([
    { offset: 40n, timestamp: 1000, value: Buffer.from('a') },
    { offset: 41n, timestamp: 1001, value: null },
    { offset: 42n, timestamp: 1002, value: Buffer.from('') },
    { offset: 50n, timestamp: 2000, value: Buffer.from('ü'), headers: { service: Buffer.from('x') } },
  ]);
});

test('lends the letters of a value only where there is one', async () => {
  const bytes = aBatch({ records: [{ value: 'four' }, { value: null }, { value: '' }] });

  const records = (await decodeRecordSet(bytes, []))?.records;
  const lent = [0, 1, 2].map((index) =>
    records?.letters(index, (text, start, end) => text.slice(start, end)),
  );

  expect(lent).toEqual(['four', undefined, '']);
});

test('takes parts of parts', async () => {
  const bytes = aBatch({ offset: 7n, records: ['a', 'b', 'c', 'd', 'e'].map((value) => ({ value })) });

  const part = (await decodeRecordSet(bytes, []))?.records.slice(1, 4).slice(1);

  expect(all(part).map(({ offset }) => offset)).toEqual([9n, 10n]);
  expect(() => part?.record(2)).toThrow(RangeError);
});

test('leaves out a batch that was cut off', async () => {
  const whole = aBatch({ offset: 0n, records: [{ value: 'a' }] });
  const cut = aBatch({ offset: 1n, records: [{ value: 'b' }] }).subarray(0, -1);

  const set = await decodeRecordSet(Buffer.concat([whole, cut]), []);

  expect(set).toMatchObject({ first: 0n, last: 0n });
  expect(await decodeRecordSet(cut, [])).toBeUndefined();
});

test('goes by the broker’s time where the topic says so', async () => {
  const bytes = aBatch({ time: 1_000n, maxTime: 9_000n, attributes: 0x08, records: [{ value: 'a' }] });

  const set = await decodeRecordSet(bytes, []);

  expect(set?.records.time(0)).toBe(9_000);
});

test('shows neither markers nor what a transaction took back, and ends past them', async () => {
  const transactional = 0x10;
  const marker = (offset: bigint, type: number) =>
    aBatch({
      offset,
      producerId: 5n,
      attributes: 0x30,
      records: [{ key: Buffer.from([0, 0, 0, type]), value: null }],
    });
  const bytes = Buffer.concat([
    aBatch({ offset: 0n, producerId: 5n, attributes: transactional, records: [{ value: 'taken back' }] }),
    aBatch({ offset: 1n, producerId: 6n, attributes: transactional, records: [{ value: 'another’s' }] }),
    marker(2n, 0),
    aBatch({ offset: 3n, producerId: 5n, attributes: transactional, records: [{ value: 'kept' }] }),
    marker(4n, 1),
  ]);

  const set = await decodeRecordSet(bytes, [{ producerId: 5n, firstOffset: 0n }]);

  expect(set).toMatchObject({ first: 0n, last: 4n });
  expect(all(set?.records).map(({ value }) => String(value))).toEqual(['another’s', 'kept']);
});

test('puts one record that says why in the place of a batch that can’t be unpacked', async () => {
  const good = aBatch({ offset: 0n, records: [{ value: 'a' }] });
  const gzip = 1;
  const broken = aBatch({ offset: 1n, attributes: gzip, records: [{ value: 'b' }, { value: 'c' }] });
  const after = aBatch({ offset: 3n, records: [{ value: 'd' }] });

  const set = await decodeRecordSet(Buffer.concat([good, broken, after]), []);

  const found = all(set?.records);
  expect(found.map(({ offset }) => offset)).toEqual([0n, 1n, 3n]);
  expect(found[1]?.unreadable).toMatch(/^a batch of 2 records, offsets 1 to 2, can't be unpacked: /);
});

test('never fails for bytes, whatever they are, and loses none of the batches before', async () => {
  const good = aBatch({ offset: 0n, records: [{ value: 'a' }] });
  const other = aBatch({ offset: 1n, records: [{ value: 'b', headers: [['k', 'v']] }, { value: 'c' }] });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: other.length - 1 }), fc.nat({ max: 255 }), async (place, byte) => {
      const changed = Buffer.from(other);
      changed[place] = byte;

      const set = await decodeRecordSet(Buffer.concat([good, changed]), []);

      expect(all(set?.records)[0]?.value?.toString()).toBe('a');
    }),
  );
});

function all(records: RawRecords | undefined) {
  if (records === undefined) return [];
  return Array.from({ length: records.length }, (_, index) => records.record(index));
}
