import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startServers } from '../../../demo-stack/infra/start-servers.ts';
import { openDatabase } from '../../../src/postgres/pool.ts';
import { percentiles } from '../live/markers.ts';
import type { Row } from '../print-rows.ts';
import { usageOf } from '../usage.ts';
import { askProcess } from './ask-process.ts';
import { manyIncidents, type Question, questions } from './questions.ts';
import { addIncidents, type StoredPast, storePast } from './store-past.ts';
import { remembering, wholeScans } from './whole-scans.ts';

const applicationName = 'esm-monitor bench';
const turns = 60;
const starts = 30;
const incidentCount = 5_000;
const manyIncidentCount = 100_000;
const exportedRows = 1_000_000;

/** The usual questions about 10,000,000 stored errors, in a Postgres of its own that goes with the run. */
export async function benchQuery(_kafka: unknown, _servers: unknown, scale: number): Promise<readonly Row[]> {
  const servers = await startServers({ wanted: ['postgres'], env: {} });
  const url = servers.databaseUrl;
  try {
    const past = await storePast(url, Math.round(10_000_000 * scale), incidentCount);
    const rows: Row[] = [];
    for (const question of questions) rows.push(await measure(url, past, question));
    rows.push(await firstRow(url), await exporting(url, Math.round(exportedRows * scale)));
    await addIncidents(url, past, manyIncidentCount - incidentCount);
    rows.push(await measure(url, past, manyIncidents));
    return rows;
  } finally {
    await servers.stop();
  }
}

/** Each turn asks for another one; those before the first that counts fill the caches. */
async function measure(url: string, past: StoredPast, { what, mostMs, ask }: Question): Promise<Row> {
  const { database, asked } = remembering(await openDatabase({ url, poolSize: 2, name: applicationName }));
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (let turn = 0; turn < turns; turn += 1) await ask(database, past, turn);
    const scans = await wholeScans(client, asked);
    const found: number[] = [];
    const before = await cpuSeconds(client);
    for (let turn = 0; turn < turns; turn += 1) {
      const start = performance.now();
      await ask(database, past, turn);
      found.push(performance.now() - start);
    }
    const cpuMs = (((await cpuSeconds(client)) - before) / turns) * 1_000;
    const { p50, p95 } = percentiles(found);
    const whole = scans.length === 0 ? '' : `; reads all of ${scans.slice(0, 3).join(', ')}`;
    return {
      what: `query: ${what}`,
      value: `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms${whole}`,
      cpu: `${cpuMs.toFixed(0)} ms`,
      ...(mostMs === undefined
        ? {}
        : { target: `p95 ≤ ${mostMs} ms, by index`, pass: p95 <= mostMs && scans.length === 0 }),
    };
  } finally {
    await client.end();
    await database.close();
  }
}

/** CPU time of this process and of the server's that answer it: on a busy machine it says more than the clock. */
async function cpuSeconds(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = '${applicationName}'`,
  );
  return [process.pid, ...rows.map(({ pid }) => pid)].reduce((sum, pid) => sum + usageOf(pid).cpuSeconds, 0);
}

async function firstRow(url: string): Promise<Row> {
  const found: number[] = [];
  for (let turn = 0; turn <= starts; turn += 1) {
    const { firstMs } = await askProcess(url, ['query', '--json']);
    if (turn > 0) found.push(firstMs);
  }
  const { p50, p95 } = percentiles(found);
  return {
    what: 'query: first row of --json, from the start of the process',
    value: `p50 ${Math.round(p50)} ms, p95 ${Math.round(p95)} ms`,
    target: 'p50 ≤ 200 ms',
    pass: p50 <= 200,
  };
}

async function exporting(url: string, rows: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'esm-monitor-bench-'));
  try {
    const file = join(folder, 'errors.jsonl');
    const start = performance.now();
    const args = ['query', '--json', '--limit', String(rows), '--output', file];
    const { peakMiB } = await askProcess(url, args);
    const perSecond = Math.round((rows / (performance.now() - start)) * 1_000);
    const { size } = await stat(file);
    return {
      what: `query: ${rows.toLocaleString('en')} errors to a file of ${Math.round(size / 2 ** 20)} MiB`,
      value: `${perSecond.toLocaleString('en')}/s`,
      memory: `${Math.round(peakMiB)} MiB`,
      target: '≤ 150 MiB',
      pass: peakMiB <= 150,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
