import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { scaleTables } from './scale-tables.ts';
import { type Costs, type Group, simulate } from './simulate.ts';

const costs: Costs = { record: 5, error: 20, transaction: 1_000, storedError: 30, commit: 1_000 };
const group: Group = { members: 1, partitions: 12, errorShare: 0.05, postgresCores: 8 };

test('a member alone is as fast as its core', () => {
  const { recordsPerSecond, membersBusy } = simulate(group, costs);

  expect(recordsPerSecond / (1e6 / (5 + 0.05 * 20))).toBeCloseTo(1, 1);
  expect(membersBusy).toBeCloseTo(1, 1);
});

test('members beyond the partitions add nothing', () => {
  const twelve = simulate({ ...group, members: 12 }, costs);
  const more = simulate({ ...group, members: 32 }, costs);

  expect(more.recordsPerSecond).toBeCloseTo(twelve.recordsPerSecond);
});

test('a backlog ends with the members that have one partition more than the others', () => {
  const six = simulate({ ...group, members: 6 }, costs);
  const eight = simulate({ ...group, members: 8 }, costs);

  expect(eight.recordsPerSecond / six.recordsPerSecond).toBeCloseTo(1, 1);
});

test('a storm goes as fast as Postgres, however many members there are', () => {
  const storm = simulate({ ...group, members: 32, partitions: 96, errorShare: 1 }, costs);

  expect(storm.postgresBusy).toBeCloseTo(1, 1);
  expect(storm.recordsPerSecond / ((8 * 1e6) / 30)).toBeGreaterThan(0.9);
  expect(storm.recordsPerSecond / ((8 * 1e6) / 30)).toBeLessThan(1);
});

test('docs/scaling.md holds what the model says', async () => {
  const page = await readFile(new URL('../../../docs/scaling.md', import.meta.url), 'utf8');

  expect(page).toContain(scaleTables());
});
