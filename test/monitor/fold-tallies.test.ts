import { expect, test } from 'vitest';
import { MonitorError } from '../../src/errors.ts';
import { createFolding, type Folding } from '../../src/monitor/fold-tallies.ts';
import { aStoredBatch } from '../support/builders.ts';

test('folds once for all batches since the last time, and not while nothing is stored', async () => {
  let folds = 0;
  const folding = createFolding(async () => {
    folds += 1;
  });

  await oneRound(folding);
  const idle = folds;
  for (let i = 0; i < 3; i += 1) await folding.push(aStoredBatch());
  await oneRound(folding);
  await oneRound(folding);
  const busy = folds;
  await folding.push(aStoredBatch());
  await folding.close();
  await folding.close();

  expect({ idle, busy, closed: folds }).toEqual({ idle: 0, busy: 1, closed: 2 });
});

test('goes on when the store is away, and fails when it refuses', async () => {
  const failures = [new MonitorError('POSTGRES_UNREACHABLE', 'away', 'wait'), new Error('a bug')];
  const folding = createFolding(async () => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  });

  await folding.push(aStoredBatch());
  await oneRound(folding);
  await folding.push(aStoredBatch());

  await expect(oneRound(folding)).rejects.toThrow('a bug');
});

async function oneRound(folding: Folding): Promise<void> {
  const once = new AbortController();
  const running = folding.run(once.signal);
  once.abort(); // while the first round is under way
  await running;
}
