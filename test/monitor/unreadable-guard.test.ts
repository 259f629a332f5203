import { expect, test } from 'vitest';
import { createUnreadableGuard } from '../../src/monitor/unreadable-guard.ts';

test.for([
  { what: 'sixty bad ones among ten thousand good', bad: (n: number) => n % 167 === 0, stops: false },
  { what: 'four of ten', bad: (n: number) => n % 10 < 4, stops: false },
  { what: 'six of ten', bad: (n: number) => n % 10 < 6, stops: true },
  {
    what: 'a bad stretch of a thousand after many good ones',
    bad: (n: number) => n > 5_300 && n < 6_300,
    stops: true,
  },
  { what: 'a bad stretch of three hundred', bad: (n: number) => n > 5_300 && n < 5_600, stops: false },
])('takes $what for reason to stop: $stops', ({ bad, stops }) => {
  for (const size of [1, 7, 300, 1_000]) {
    const guard = createUnreadableGuard();
    let stopped = false;

    for (let from = 0; from < 10_000; from += size) {
      const batch = Array.from({ length: size }, (_, i) => bad(from + i));
      stopped ||= guard.exceeds(size, batch.filter(Boolean).length);
    }

    expect(stopped, `batches of ${size}`).toBe(stops);
  }
});

test('says nothing before it has seen a thousand', () => {
  const guard = createUnreadableGuard();

  expect([guard.exceeds(400, 400), guard.exceeds(400, 400), guard.exceeds(400, 400)]).toEqual([
    false,
    false,
    true,
  ]);
});
