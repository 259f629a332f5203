/**
 * `npm run bench`: the figures of docs/benchmarks.md, on the real servers, as ratios within one run.
 *
 * `npm run bench -- catch-up storm` runs the named rows only; BENCH_SCALE=0.1 runs a tenth of the load.
 */
import type { Kafka } from 'kafkajs';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createKafka, muteTimeoutWarnings } from '../../src/kafka/client.ts';
import { live } from './live/headless.ts';
import { screen } from './live/screen.ts';
import { startUp } from './live/start-up.ts';
import type { Addresses } from './measure-monitor.ts';
import { pathSpeed } from './path-speed.ts';
import { printRows, type Row } from './print-rows.ts';
import { benchQuery } from './query/bench-query.ts';
import { benchServices } from './services.ts';
import { catchUp, catchUpGzip, members, storm, wide } from './throughput.ts';

type Bench = (kafka: Kafka, servers: Addresses, scale: number) => Promise<readonly Row[]> | readonly Row[];

const benches: { readonly [name: string]: Bench } = {
  'catch-up': catchUp,
  gzip: catchUpGzip,
  storm,
  wide,
  members,
  live,
  screen,
  start: startUp,
  pipeline: pathSpeed,
  services: benchServices,
  query: benchQuery,
};

async function run(names: readonly string[], scale: number): Promise<void> {
  const servers = await startServers();
  try {
    const kafka = createKafka({ brokers: servers.brokers.split(','), clientId: 'bench' });
    const rows: Row[] = [];
    for (const name of names) {
      process.stderr.write(`${name} …\n`);
      rows.push(...((await benches[name]?.(kafka, servers, scale)) ?? []));
    }
    process.stdout.write(printRows(rows));
    if (scale === 1 && rows.some(({ pass }) => pass === false)) process.exitCode = 1;
  } finally {
    await servers.stop();
  }
}

muteTimeoutWarnings();
const named = process.argv.slice(2);
const unknown = named.find((name) => !(name in benches));
if (unknown === undefined) {
  await run(named.length > 0 ? named : Object.keys(benches), Number(process.env.BENCH_SCALE ?? '1'));
} else {
  process.stderr.write(`There is no benchmark ${unknown}; there are ${Object.keys(benches).join(', ')}.\n`);
  process.exitCode = 2;
}
