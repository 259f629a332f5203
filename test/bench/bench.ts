/**
 * `npm run bench`: the figures of docs/benchmarks.md, on the real servers, as ratios within one run.
 *
 * `npm run bench -- catch-up storm` runs the named benchmarks only, and replaces only their rows in docs/benchmarks.json
 * and docs/benchmarks.md. `--json FILE` writes the rows of this run to FILE, and leaves the documents alone.
 * BENCH_SCALE=0.1 runs a tenth of the load; such rows come into no document and can't fail.
 */
import { parseArgs } from 'node:util';
import type { Kafka } from 'kafkajs';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createKafka } from '../../src/kafka/client.ts';
import { fullStore } from './full-store.ts';
import { keepResults, keptResults, writeResults } from './keep-results.ts';
import { crowd } from './live/crowd.ts';
import { live } from './live/headless.ts';
import { screen } from './live/screen.ts';
import { startUp } from './live/start-up.ts';
import type { Addresses } from './measure-monitor.ts';
import { pathSpeed } from './path-speed.ts';
import { printRows, type Row } from './print-rows.ts';
import { benchQuery } from './query/bench-query.ts';
import { benchRetention } from './query/bench-retention.ts';
import { noResults, type Results, withRows } from './results.ts';
import { benchServices } from './services.ts';
import { thisRun } from './this-run.ts';
import { catchUp, catchUpGzip, members, storm, wide } from './throughput.ts';
import { transactionCost } from './transaction-cost.ts';

type Bench = (kafka: Kafka, servers: Addresses, scale: number) => Promise<readonly Row[]> | readonly Row[];

const benches: { readonly [name: string]: Bench } = {
  'catch-up': catchUp,
  gzip: catchUpGzip,
  storm,
  wide,
  members,
  live,
  screen,
  crowd,
  start: startUp,
  pipeline: pathSpeed,
  services: benchServices,
  query: benchQuery,
  retention: benchRetention,
  full: fullStore,
  transaction: transactionCost,
};
const names = Object.keys(benches);

async function run(asked: readonly string[], scale: number, json: string | undefined): Promise<void> {
  const servers = await startServers();
  const rows: Row[] = [];
  try {
    const kafka = createKafka({ brokers: servers.brokers.split(','), clientId: 'bench' });
    const facts = await thisRun(asked, scale, servers);
    let results: Results = json === undefined ? await keptResults() : noResults;
    for (const name of asked.length > 0 ? asked : names) {
      process.stderr.write(`${name} …\n`);
      const found = (await benches[name]?.(kafka, servers, scale)) ?? [];
      rows.push(...found);
      results = withRows(results, names, name, facts, found);
      if (json !== undefined) await writeResults(json, results);
      else if (scale === 1) await keepResults(results);
    }
  } finally {
    process.stdout.write(printRows(rows)); // what was measured before something broke is worth seeing
    await servers.stop();
  }
  if (scale === 1 && rows.some(({ pass }) => pass === false)) process.exitCode = 1;
}

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const unknown = positionals.find((name) => !names.includes(name));
if (unknown === undefined) {
  await run(positionals, Number(process.env.BENCH_SCALE ?? '1'), values.json);
} else {
  process.stderr.write(`There is no benchmark ${unknown}; there are ${names.join(', ')}.\n`);
  process.exitCode = 2;
}
