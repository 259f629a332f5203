import { expect, test } from 'vitest';
import { createBinaryCopy } from '../../src/postgres/binary-copy.ts';

test('grows wherever its room ends, also in the middle of what is null', () => {
  const whole = rows(1_000);

  for (let room = 0; room < 60; room++) expect(rows(room)).toEqual(whole);
});

function rows(room: number): Buffer {
  const copy = createBinaryCopy(room);
  copy.row(5);
  copy.text(null);
  copy.int8(null);
  copy.text(null);
  copy.int8(7n);
  copy.text('ü');
  return copy.end();
}
