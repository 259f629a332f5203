import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createJsonLines, iso, toLine } from '../../src/output/json-lines.ts';
import { anError, aStoredBatch } from '../support/builders.ts';

test('gives every value back when its line is parsed, in one line without control characters', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
      const line = toLine(JSON.parse(json));

      expect(JSON.parse(line)).toEqual(JSON.parse(json));
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
  );
});

test('announces each new incident once, before its first error', async () => {
  const stream = new PassThrough();
  const errors = [
    anError({ offset: 0n, incident: 'b'.repeat(16) }),
    anError({ offset: 1n }),
    anError({ offset: 2n }),
  ];

  await createJsonLines(stream).push(aStoredBatch({ errors, newIncidents: ['00000000000000aa'] }));

  const lines = String(stream.read())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ type, offset }) => offset ?? type)).toEqual(['0', 'incident', '1', '2']);
  expect(lines[1].incident).toMatchObject({ id: '00000000000000aa', count: 2 });
});

test('announces an incident that came back with the errors it had before', async () => {
  const stream = new PassThrough();
  const regressedIncidents = [{ id: '00000000000000aa', countBefore: 40, firstSeen: 5_000 }];

  await createJsonLines(stream).push(
    aStoredBatch({ errors: [anError(), anError({ offset: 1n })], regressedIncidents }),
  );

  const [line] = String(stream.read()).split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({
    change: 'regressed',
    incident: { status: 'REGRESSED', count: 42, firstSeen: '1970-01-01T00:00:05.000Z' },
  });
});

test('waits for a reader that is slow', async () => {
  const stream = new PassThrough({ highWaterMark: 10 });
  let done = false;

  const pushed = Promise.resolve(createJsonLines(stream).push(aStoredBatch())).then(() => {
    done = true;
  });
  await new Promise(setImmediate);
  const before = done;
  stream.resume();
  await pushed;

  expect([before, done]).toEqual([false, true]);
});

test('takes everything in silence when the reader is gone', async () => {
  const stream = new PassThrough();
  stream.destroy();

  await expect(createJsonLines(stream).push(aStoredBatch())).resolves.toBeUndefined();
});

test.for([
  [0, '1970-01-01T00:00:00.000Z'],
  [1_795_428_902_118, '2026-11-23T10:15:02.118Z'],
  [Number.MAX_SAFE_INTEGER, '+275760-09-13T00:00:00.000Z'],
] as const)('writes %d as %s', ([ms, text]) => {
  expect(iso(ms)).toBe(text);
});

test('leaves no listener behind on a stream that many wait for', async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const before = stream.eventNames().map((name) => [name, stream.listenerCount(name)]);

  const writes = Array.from({ length: 30 }, (_, offset) =>
    createJsonLines(stream).push(aStoredBatch({ errors: [anError({ offset: BigInt(offset) })] })),
  );
  const waited = stream.listenerCount('drain');
  stream.resume();
  await Promise.all(writes);

  expect(waited).toBe(1);
  expect(stream.listenerCount('error')).toBe(0);
  expect(stream.eventNames().map((name) => [name, stream.listenerCount(name)])).toEqual(before);
});
