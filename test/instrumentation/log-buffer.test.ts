import { expect, test } from 'vitest';
import { createLogBuffer, type LogLine } from '../../demo-stack/instrumentation/log-buffer.ts';

const aLine = (text: string, isError = false): LogLine => ({ text, isError, at: 0 });
const texts = (lines: readonly LogLine[]) => lines.map(({ text }) => text);

test('gives errors before the others, each kind oldest first', () => {
  const buffer = createLogBuffer(100);
  for (const line of [aLine('i1'), aLine('e1', true), aLine('i2'), aLine('e2', true)]) buffer.add(line);

  const taken = buffer.take(3);

  expect(texts(taken)).toEqual(['e1', 'e2', 'i1']);
  expect(buffer.size()).toBe(1);
});

test('drops the oldest of the others first, errors only after all those, and counts both', () => {
  const buffer = createLogBuffer(8);
  for (const line of [aLine('e1', true), aLine('i1'), aLine('i2'), aLine('e2', true)]) buffer.add(line);

  buffer.add(aLine('e3', true));
  const dropped = buffer.dropped();
  for (const text of ['e4', 'e5', 'e6']) buffer.add(aLine(text, true));

  expect(dropped).toEqual({ errors: 0, others: 1 });
  expect(buffer.dropped()).toEqual({ errors: 2, others: 2 });
  expect(texts(buffer.take(9))).toEqual(['e3', 'e4', 'e5', 'e6']);
});

test('takes back what could not be sent, in its old place, and drops what there is no room for any more', () => {
  const buffer = createLogBuffer(6);
  for (const line of [aLine('i1'), aLine('e1', true), aLine('i2')]) buffer.add(line);

  const taken = buffer.take(2);
  buffer.add(aLine('i3'));
  buffer.putBack(taken);

  expect(texts(taken)).toEqual(['e1', 'i1']);
  expect(buffer.dropped()).toEqual({ errors: 0, others: 1 });
  expect(texts(buffer.take(9))).toEqual(['e1', 'i2', 'i3']);
});

test('keeps the order over thousands of lines that come and go', () => {
  const buffer = createLogBuffer(1_000_000);
  const expected = Array.from({ length: 5_000 }, (_, n) => String(n));

  const taken = expected.flatMap((text) => {
    buffer.add(aLine(text));
    return Number(text) % 3 === 0 ? [] : texts(buffer.take(1));
  });

  expect([...taken, ...texts(buffer.take(5_000))]).toEqual(expected);
});
