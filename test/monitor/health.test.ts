import { expect, test } from 'vitest';
import { createHealth } from '../../src/monitor/health.ts';

const log = { topic: 'application-logs', partition: 0 };

test('counts failed attempts and keeps the time since when a server is away', () => {
  const { health, tick } = aBoard();
  health.link('kafka', 'up', null);
  tick(5_000);

  health.link('kafka', 'down', 'No answer.');
  tick(3_000);
  health.link('kafka', 'down', 'No answer.');

  expect(health.snapshot().kafka).toEqual({ state: 'down', since: 5_000, detail: 'No answer.', attempts: 2 });
});

test('counts one attempt a second at the most, however often a client tells of it', () => {
  const { health, tick } = aBoard();

  for (let told = 0; told < 60; told += 1) {
    health.link('kafka', 'down', 'No answer.');
    tick(100);
  }

  expect(health.snapshot().kafka).toMatchObject({ attempts: 6 });
});

test('tells each change once, in a sentence', () => {
  const { health, tick, told } = aBoard();

  health.link('postgres', 'up', null);
  health.link('postgres', 'up', null);
  health.link('postgres', 'down', 'Postgres is away.');
  health.link('postgres', 'down', 'Postgres is away.');
  tick(7_000);
  health.link('postgres', 'up', null);

  expect(told).toEqual(['Postgres is connected.', 'Postgres is away.', 'Postgres is back after 7 s.']);
});

test('keeps what it knows of a partition through a new assignment', () => {
  const { health } = aBoard();
  health.assigned([log]);
  health.progress(log, 7n, 9n);

  health.assigned([log, { ...log, partition: 1 }]);

  expect(health.snapshot().partitions.map(({ position }) => position)).toEqual([7n, 0n]);
});

test('takes a partition that was stopped for read again after a new assignment', () => {
  const { health } = aBoard();
  health.assigned([log]);
  health.stopped(log, 'it was made anew');

  health.assigned([log]);

  expect(health.snapshot().partitions.map(({ stopped }) => stopped)).toEqual([null]);
});

test('adds up the lag, and keeps a later end than the one that came with the records', () => {
  const { health } = aBoard();
  const other = { ...log, partition: 1 };
  health.assigned([log, other]);
  health.progress(log, 7n, 7n);
  health.end(log, 20n);
  health.end(other, 100n);

  health.progress(log, 9n, 12n);

  expect(health.lag()).toBe(111);
  expect(health.snapshot().self.lag).toBe(111);
});

test('counts how often partitions were handed out after the first time', () => {
  const board = createHealth({ group: 'test', redis: false, now: Date.now });
  const counts = [0, 1, 2, 3].map((times) => {
    if (times > 0) board.assigned([]);
    return board.snapshot().rebalances;
  });

  expect(counts).toEqual([0, 0, 1, 2]);
});

test('keeps the newest twenty notices', () => {
  const { health } = aBoard();

  for (let i = 0; i < 30; i++) health.notice(`notice ${i}`);

  const texts = health.snapshot().notices.map(({ text }) => text);
  expect([texts.length, texts[0], texts.at(-1)]).toEqual([20, 'notice 10', 'notice 29']);
});

function aBoard() {
  let now = 0;
  const told: string[] = [];
  const health = createHealth({
    group: 'g',
    redis: false,
    now: () => now,
    onChange: (text) => told.push(text),
  });
  return { health, told, tick: (ms: number) => (now += ms) };
}
