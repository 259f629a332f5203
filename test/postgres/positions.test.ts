import { expect, test } from 'vitest';
import { movePositions, queryPositions } from '../../src/postgres/positions.ts';
import { aStore } from '../support/a-store.ts';

const owner = { clusterId: 'test', group: 'test' };
const logs = [0, 1].map((partition) => ({ topic: 'application-logs', partition }));

test('moves positions, and begins where there is none', async () => {
  const { database } = await aStarted();
  const moves = [
    { log: { topic: 'application-logs', partition: 0 }, current: 50n, target: 7n },
    { log: { topic: 'new', partition: 3 }, current: undefined, target: 9n },
  ];

  await movePositions(database, owner, moves, async () => {});

  expect(await queryPositions(database, owner, ['application-logs', 'new'])).toEqual(
    new Map([
      ['application-logs/0', { next: 7n, reached: 50n, pruned: 0n }],
      ['application-logs/1', { next: 50n, reached: 50n, pruned: 0n }],
      ['new/3', { next: 9n, reached: 9n, pruned: 0n }],
    ]),
  );
});

test.for([
  { what: 'one of them was moved by somebody else', current: 49n, together: async () => {} },
  {
    what: 'Kafka refuses',
    current: 50n,
    together: async () => {
      throw new Error('refused');
    },
  },
])('moves none of them when $what', async ({ current, together }) => {
  const { database } = await aStarted();
  const moves = logs.map((log, i) => ({ log, current: i === 0 ? 50n : current, target: 0n }));

  const moving = movePositions(database, owner, moves, together);

  await expect(moving).rejects.toThrow();
  const positions = await queryPositions(database, owner, ['application-logs']);
  expect([...positions.values()].map(({ next }) => next)).toEqual([50n, 50n]);
});

async function aStarted() {
  const opened = await aStore();
  await opened.store.start(logs.map((log) => ({ log, next: 50n })));
  return opened;
}
