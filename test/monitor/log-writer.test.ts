import { setImmediate as afterMicrotasks } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBudget } from '../../src/monitor/budget.ts';
import { createGatherer } from '../../src/monitor/gatherer.ts';
import { createLogWriter } from '../../src/monitor/log-writer.ts';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { rawBatch } from '../support/scripted-source.ts';

const log = { topic: 'application-logs', partition: 0 };
/** More than the writer takes from the answer of the store to its end. */
const moments = Array.from({ length: 20 }, (_, i) => i);

test.for(moments)('stores what comes %i microtasks after the store has answered', async (moment) => {
  const { writer, position } = await aWriter(async () => {
    for (let i = 0; i < moment; i++) await undefined;
    writer.push(resultAt(1n), true);
    writer.flush();
  });

  writer.push(resultAt(0n), true);
  writer.flush();
  await afterMicrotasks();

  expect(await position()).toBe(2n);
});

const resultAt = (from: bigint) => createPipeline()(rawBatch(log, from, ['ERROR']));

/** A writer on a store in memory. @param onFirst - Runs beside it when the store has answered for the first time. */
async function aWriter(onFirst: () => Promise<void>) {
  const memory = createMemoryStore();
  await memory.start([{ log, next: 0n }]);
  let isFirst = true;
  const writer = createLogWriter({
    store: {
      ...memory,
      async save(batch) {
        const outcome = await memory.save(batch);
        if (isFirst) void onFirst();
        isFirst = false;
        return outcome;
      },
    },
    budget: createBudget(1_000_000),
    gatherer: createGatherer(),
    onStored: async () => {},
    onFenced: () => {},
    onReach: () => {},
    onFailure: () => {},
    signal: new AbortController().signal,
  });
  return { writer, position: async () => (await memory.position(log))?.next };
}
