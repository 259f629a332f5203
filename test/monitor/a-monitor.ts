import { onTestFinished } from 'vitest';
import { MonitorError } from '../../src/errors.ts';
import { createHealth } from '../../src/monitor/health.ts';
import { runMonitor } from '../../src/monitor/run-monitor.ts';
import { createTurns } from '../../src/monitor/turns.ts';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import type { IncidentStore } from '../../src/ports.ts';
import type { StoredBatch } from '../../src/types.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { createScriptedSource } from '../support/scripted-source.ts';

/** The one log that it reads. */
export const log = { topic: 'application-logs', partition: 0 };
export const key = 'application-logs/0';

type Options = {
  readonly position?: bigint;
  readonly low?: bigint;
  readonly high?: () => Promise<bigint>;
  readonly assign?: boolean;
};

/** The loop on a scripted source and a store in memory, which can be taken away; it ends with the test. */
export async function aMonitor({
  position = 0n,
  low = 0n,
  high = async () => 10_000n,
  assign = true,
}: Options = {}) {
  const memory = createMemoryStore();
  await memory.start([{ log, next: position }]);
  let failure: MonitorError | undefined;
  let loseAnswer = false;
  const ask = async <T>(question: () => Promise<T>): Promise<T> => {
    if (failure !== undefined) throw failure;
    return await question();
  };
  const store: IncidentStore = {
    ...memory,
    position: (of) => ask(() => memory.position(of)),
    save: async (batch) => {
      const outcome = await ask(() => memory.save(batch));
      if (loseAnswer) {
        loseAnswer = false;
        throw away();
      }
      return outcome;
    },
  };
  const source = createScriptedSource();
  const health = createHealth({ group: 'test', redis: false, now: Date.now });
  const pushed: StoredBatch[] = [];
  const ending = new AbortController();
  const running = runMonitor(
    {
      source,
      store,
      outputs: [{ push: (stored) => void pushed.push(stored) }],
      pipeline: createPipeline({}),
      health,
      ranges: async () => new Map([[key, { log, low, high: await high() }]]),
      turns: createTurns(),
      startAt: new Map([[key, position]]),
    },
    ending.signal,
  );
  const settled = running.catch(() => {});
  onTestFinished(async () => {
    ending.abort();
    await settled;
  });
  const startedAt = assign ? await source.assign([log]) : new Map<string, bigint>();
  return {
    source,
    store: memory,
    totals: () => memory.totals()[0]?.counts,
    pushed,
    running,
    startedAt,
    health: health.snapshot,
    notices: () => health.snapshot().notices.map(({ text }) => text),
    takeStoreAway: () => {
      failure = away();
    },
    bringStoreBack: () => {
      failure = undefined;
    },
    failStore: (error: MonitorError) => {
      failure = error;
    },
    loseNextAnswer: () => {
      loseAnswer = true;
    },
    end: async () => {
      ending.abort();
      await running;
    },
  };
}

function away(): MonitorError {
  return new MonitorError('POSTGRES_UNREACHABLE', 'Postgres is away.', 'Wait.');
}
