import { expect, test } from 'vitest';
import { brokenFor } from '../../src/text/broken-for.ts';

const text = 'Kafka can not be reached.\nIs it running at localhost:9092?\n';

test('breaks lines at blanks in a terminal', () => {
  const broken = brokenFor({ isTTY: true, columns: 20 }, text);

  expect(broken).toBe('Kafka can not be\nreached.\nIs it running at\nlocalhost:9092?\n');
});

test.each([
  { isTTY: false, columns: 20 },
  { isTTY: true, columns: 0 },
])('leaves lines as they are with $isTTY and $columns columns', (stream) => {
  expect(brokenFor(stream, text)).toBe(text);
});
