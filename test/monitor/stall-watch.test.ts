import { expect, test } from 'vitest';
import { createStallWatch } from '../../src/monitor/stall-watch.ts';

const behind = { wanted: 10n, end: 20n };
const atTheEnd = { wanted: 20n, end: 20n };

test('tells once of records that do not arrive for twenty seconds', () => {
  const { watch, told } = aWatch();

  expect([19, 20, 40, 400].map((second) => told(second, [atTheEnd, behind]))).toEqual([
    false,
    true,
    false,
    false,
  ]);
  watch.moved();
  expect([419, 420].map((second) => told(second, [behind]))).toEqual([false, true]);
});

test.for([
  { what: 'everything is read', logs: [atTheEnd] },
  { what: 'a batch is being read', logs: [behind, { wanted: undefined, end: 20n }] },
  { what: 'Kafka gives no answer', logs: [{ wanted: 10n, end: undefined }] },
  { what: 'there are no logs', logs: [] },
])('is content while $what, and counts from then on', ({ logs }) => {
  const { told } = aWatch();

  expect(told(100, logs)).toBe(false);
  expect(told(119, [behind])).toBe(false);
  expect(told(120, [behind])).toBe(true);
});

function aWatch() {
  let ms = 0;
  const watch = createStallWatch(() => ms);
  return {
    watch,
    told: (second: number, logs: Parameters<typeof watch.check>[0]) => {
      ms = second * 1_000;
      return watch.check(logs);
    },
  };
}
