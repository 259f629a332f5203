import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { fold } from '../../src/postgres/fold.ts';
import { createIncidentStore } from '../../src/postgres/incident-store.ts';
import { type Database, openDatabase } from '../../src/postgres/pool.ts';
import { percentiles } from './live/markers.ts';
import type { Row } from './print-rows.ts';
import { rawBatch } from './raw-batch.ts';
import type { RecordMix } from './records.ts';
import { asMs } from './rows.ts';
import { usageOf } from './usage.ts';

/** A small transaction, and one that shares what it costs among many errors. */
const few: Load = { errors: 1, batches: 400, mix: {} };
const many: Load = { errors: 1_000, batches: 60, mix: {} };
/** One whose errors are of nearly as many incidents; the first few make them. */
const various: Load = { errors: 1_000, batches: 60, mix: { services: 1_000, problems: 5 }, untimed: 10 };
/** So many of its batches hold all incidents. */
const batchesOfAll = 5;
const folds = 5;

type IncidentStore = ReturnType<typeof createIncidentStore>;
type Load = {
  readonly errors: number;
  readonly batches: number;
  readonly mix: Pick<RecordMix, 'services' | 'problems'>;
  /** So many batches come first, and are not measured. */
  readonly untimed?: number;
};

/**
 * What a transaction costs the server, and what each error in it costs beside: CPU of the one backend that stores, and folds.
 *
 * The processes that write the log and the tables to the disk come on top.
 */
export async function transactionCost(): Promise<readonly Row[]> {
  const servers = await startServers({ wanted: ['postgres'], env: {} });
  const database = await openDatabase({ url: servers.databaseUrl, poolSize: 1, name: 'bench' });
  try {
    const store = createIncidentStore({ database, clusterId: 'bench', group: 'bench' });
    const { rows } = await database.pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const pid = rows[0]?.pid ?? 0;
    const small = await measure(store, pid, 0, few);
    const large = await measure(store, pid, 1, many);
    const varied = await measure(store, pid, 2, various);
    const foldMs = await measureFold(database, store, pid);
    const errorUs = ((large.cpuMs - small.cpuMs) / (many.errors - few.errors)) * 1_000;
    const fixedUs = small.cpuMs * 1_000 - errorUs * few.errors;
    return [
      { what: 'transaction: CPU of the server, each', value: asUs(fixedUs), figure: fixedUs },
      { what: 'transaction: CPU of the server, each error in it', value: asUs(errorUs), figure: errorUs },
      {
        what: 'transaction: CPU of the server, each error, of 5,000 incidents',
        value: asUs((varied.cpuMs * 1_000 - fixedUs) / various.errors),
      },
      { what: 'transaction: CPU of the server, a fold of 5,000 incidents', value: asMs(foldMs) },
      { what: 'transaction: of 1 error, p50', value: asMs(small.p50), figure: small.p50 },
      { what: 'transaction: of 1,000 errors, p50', value: asMs(large.p50), figure: large.p50 },
    ];
  } finally {
    await database.close();
    await servers.stop();
  }
}

async function measure(
  store: IncidentStore,
  pid: number,
  partition: number,
  { errors, batches, mix, untimed = 0 }: Load,
): Promise<{ readonly cpuMs: number; readonly p50: number }> {
  const log = { topic: 'bench', partition };
  const pipeline = createPipeline();
  const records = errors * (untimed + batches);
  await store.start([{ log, next: 0n }]);
  const took: number[] = [];
  let cpu = 0;
  for (let first = 0; first < records; first += errors) {
    const batch = pipeline(rawBatch(log, first, errors, { ...mix, records, errorEvery: 1 }));
    const [cpuBefore, start] = [usageOf(pid).cpuSeconds, performance.now()];
    const { outcome } = await store.save(batch);
    if (outcome !== 'stored') throw new Error('the batch was fenced');
    if (first < errors * untimed) continue;
    took.push(performance.now() - start);
    cpu += usageOf(pid).cpuSeconds - cpuBefore;
  }
  return { cpuMs: (cpu / batches) * 1_000, p50: percentiles(took).p50 };
}

/** Of all incidents of `various`, whose rows the first fold makes. */
async function measureFold(database: Database, store: IncidentStore, pid: number): Promise<number> {
  await fold(database);
  let cpu = 0;
  for (let i = 0; i < folds; i++) {
    await measure(store, pid, 3 + i, { ...various, batches: batchesOfAll, untimed: 0 });
    const before = usageOf(pid).cpuSeconds;
    await fold(database);
    cpu += usageOf(pid).cpuSeconds - before;
  }
  return (cpu / folds) * 1_000;
}

function asUs(us: number): string {
  return `${us.toFixed(us < 100 ? 1 : 0)} µs`;
}
