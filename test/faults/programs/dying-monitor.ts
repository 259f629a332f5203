/**
 * The monitor's loop on the real servers, which dies at a point of its own choice as `kill -9` would end it there.
 *
 * Arguments: the point, the topic (the group has its name), and how often the point is passed before.
 */
import { createClosing } from '../../../src/commands/closing.ts';
import { kafkaConfig } from '../../../src/config/kafka-config.ts';
import { storeConfig } from '../../../src/config/store-config.ts';
import { createHealth } from '../../../src/monitor/health.ts';
import { createTotals } from '../../../src/monitor/keep-totals.ts';
import { openAdapters, openDatabaseWaiting, openRedis } from '../../../src/monitor/open-adapters.ts';
import { runMonitor } from '../../../src/monitor/run-monitor.ts';
import { createPipeline } from '../../../src/pipeline/process-batch.ts';
import type { EventSource, IncidentStore } from '../../../src/ports.ts';
import { changedTotals } from '../../../src/postgres/changed-totals.ts';
import { fold } from '../../../src/postgres/fold.ts';
import type { Database } from '../../../src/postgres/pool.ts';
import type { DeathPoint } from '../support/death-points.ts';

const [point, topic = '', passes = '0'] = process.argv.slice(2);
let left = Number(passes);
let hasStored = false;

function pass(): boolean {
  left -= 1;
  return left < 0;
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;); // nothing more happens here
}

/** A statement is on its way, is running, or its answer is: whatever these milliseconds make of it. */
function dieSoon(): void {
  setTimeout(die, Math.random() * 8);
}

const pointsOfStore: readonly DeathPoint[] = [
  'with a transaction under way',
  'after the transaction, before Redis',
];

function dyingStore(store: IncidentStore, at: DeathPoint): IncidentStore {
  return {
    ...store,
    save: async (batch) => {
      const last = pointsOfStore.includes(at) && pass();
      const saving = store.save(batch);
      if (last && at === 'with a transaction under way') dieSoon();
      const outcome = await saving;
      if (last && at === 'after the transaction, before Redis') die();
      hasStored = true;
      return outcome;
    },
  };
}

async function dyingFold(database: Database, at: DeathPoint): Promise<void> {
  const folding = fold(database);
  if (at === 'with a fold under way' && hasStored && pass()) dieSoon();
  await folding;
}

function dyingSource(source: EventSource, at: DeathPoint): EventSource {
  return {
    ...source,
    commit: async (positions) => {
      if (at === 'before the commit of the offset' && pass()) die();
      await source.commit(positions);
    },
  };
}

async function run(at: DeathPoint): Promise<void> {
  const { env } = process;
  const { signal } = new AbortController();
  const closing = createClosing();
  const health = createHealth({ group: topic, redis: true, now: Date.now });
  const config = kafkaConfig({ topics: [topic], group: topic, from: 'earliest' }, env, Date.now());
  const stores = storeConfig({}, env);
  const redis = await openRedis(stores.redisUrl, health, closing);
  const database = await openDatabaseWaiting(stores, health, signal);
  // The shortest time that the brokers of the tests allow: the group forgets each dead member soon.
  const quick = { ...config, sessionTimeoutMs: 500 };
  const adapters = await openAdapters(quick, redis, database, health, closing, signal);
  const totals = createTotals({
    fold: () => dyingFold(database, at),
    changedSince: (version) => changedTotals(database, version),
    cache: adapters.cache,
    outputs: [],
  });
  await Promise.all([
    totals.run(signal),
    runMonitor(
      {
        ...adapters,
        store: dyingStore(adapters.store, at),
        source: dyingSource(adapters.source, at),
        outputs: [],
        pipeline: createPipeline(),
        health,
      },
      signal,
    ),
  ]);
}

await run(point as DeathPoint);
