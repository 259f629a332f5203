import { expect, test } from 'vitest';
import { createIncidentTrends } from '../../../src/ui/state/incident-trends.ts';

const start = 1_000_000_000_000;

test('counts the last minute, and ten stretches of half a minute', () => {
  const trends = createIncidentTrends(10);
  for (let second = 0; second < 300; second += 1) trends.add('a', 1, start + second * 1_000);

  const trend = trends.of('a', start + 299_000);

  expect(trend?.perMinute).toBe(60);
  expect(trend?.trend).toEqual(Array(10).fill(30));
});

test('knows nothing of an incident that was silent for 5 minutes', () => {
  const trends = createIncidentTrends(10);
  trends.add('a', 1, start);

  expect(trends.of('a', start + 295_000)?.trend[0]).toBe(1);
  expect(trends.of('a', start + 300_000)).toBeUndefined();
  expect(trends.of('b', start)).toBeUndefined();
});

test('forgets the incident that was silent longest when there is no room', () => {
  const trends = createIncidentTrends(2);
  trends.add('a', 1, start);
  trends.add('b', 1, start + 5_000);
  trends.add('a', 1, start + 10_000);

  trends.add('c', 1, start + 15_000);

  expect(['a', 'b', 'c'].filter((id) => trends.of(id, start + 15_000))).toEqual(['a', 'c']);
  expect(trends.of('a', start + 15_000)?.perMinute).toBe(2);
});

test('begins no trend anew because of thousands that come in the same 5 seconds', () => {
  const trends = createIncidentTrends(2);
  for (let round = 0; round < 3; round += 1) {
    for (const id of ['a', 'b', 'c', 'd']) trends.add(id, 1, start);
  }

  const rates = ['a', 'b', 'c', 'd'].map((id) => trends.of(id, start)?.perMinute);
  trends.add('c', 1, start + 5_000);

  expect(rates).toEqual([3, 3, undefined, undefined]);
  expect(['a', 'b', 'c'].filter((id) => trends.of(id, start + 5_000))).toEqual(['b', 'c']);
});
