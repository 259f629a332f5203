import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createPipeline } from '../../src/pipeline/process-batch.ts';
import { createIncidentStore } from '../../src/postgres/incident-store.ts';
import { openDatabase } from '../../src/postgres/pool.ts';
import { percentiles } from './live/markers.ts';
import type { Row } from './print-rows.ts';
import { rawBatch } from './raw-batch.ts';
import { asMs } from './rows.ts';
import { usageOf } from './usage.ts';

/** A small transaction, and one that shares what it costs among many errors. */
const few: Load = { errors: 1, batches: 400 };
const many: Load = { errors: 1_000, batches: 60 };

type Load = { readonly errors: number; readonly batches: number };

/**
 * What a transaction costs the server, and what each error in it costs beside: CPU of the one backend that stores.
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
    const errorUs = ((large.cpuMs - small.cpuMs) / (many.errors - few.errors)) * 1_000;
    const fixedUs = small.cpuMs * 1_000 - errorUs * few.errors;
    return [
      { what: 'transaction: CPU of the server, each', value: asUs(fixedUs), figure: fixedUs },
      { what: 'transaction: CPU of the server, each error in it', value: asUs(errorUs), figure: errorUs },
      { what: 'transaction: of 1 error, p50', value: asMs(small.p50), figure: small.p50 },
      { what: 'transaction: of 1,000 errors, p50', value: asMs(large.p50), figure: large.p50 },
    ];
  } finally {
    await database.close();
    await servers.stop();
  }
}

async function measure(
  store: ReturnType<typeof createIncidentStore>,
  pid: number,
  partition: number,
  { errors, batches }: Load,
): Promise<{ readonly cpuMs: number; readonly p50: number }> {
  const log = { topic: 'bench', partition };
  const pipeline = createPipeline();
  const mix = { records: errors * batches, errorEvery: 1 };
  await store.start([{ log, next: 0n }]);
  const took: number[] = [];
  let cpu = 0;
  for (let first = 0; first < mix.records; first += errors) {
    const batch = pipeline(rawBatch(log, first, errors, mix));
    const [cpuBefore, start] = [usageOf(pid).cpuSeconds, performance.now()];
    const { outcome } = await store.save(batch);
    took.push(performance.now() - start);
    cpu += usageOf(pid).cpuSeconds - cpuBefore;
    if (outcome !== 'stored') throw new Error('the batch was fenced');
  }
  return { cpuMs: (cpu / batches) * 1_000, p50: percentiles(took).p50 };
}

function asUs(us: number): string {
  return `${us.toFixed(us < 100 ? 1 : 0)} µs`;
}
