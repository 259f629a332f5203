import { expect, test } from 'vitest';
import { createClockWatch } from '../../src/monitor/clock-watch.ts';

test.for([
  { what: 'set back an hour', wall: [0, 1_000, -3_599_000, -3_598_000], told: [false, true, false] },
  { what: 'set forth an hour', wall: [0, 1_000, 3_602_000, 3_603_000], told: [false, false, false] },
  { what: 'slowed down', wall: [0, 500, 1_000, 1_500], told: [false, false, false] },
])('tells once of a clock that is set back, and of no other: $what', ({ wall, told }) => {
  let second = 0;
  const wasSetBack = createClockWatch(
    () => wall[second] ?? 0,
    () => second * 1_000,
  );

  const heard = wall.slice(1).map((_, i) => {
    second = i + 1;
    return wasSetBack();
  });

  expect(heard).toEqual(told);
});
