/**
 * `npm run bench`: the figures of the README, on the real servers, as ratios within one run.
 *
 * `npm run bench -- catch-up storm` runs the named rows only; BENCH_SCALE=0.1 runs a tenth of the load.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Kafka } from 'kafkajs';
import { Client } from 'pg';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createKafka, muteTimeoutWarnings } from '../../src/kafka/client.ts';
import { fillTopic } from './fill-topic.ts';
import { type Addresses, measureMonitor, type Run } from './measure-monitor.ts';
import { printRows, type Row } from './print-rows.ts';

const scale = Number(process.env.BENCH_SCALE ?? '1');
const benches = { 'catch-up': catchUp, storm } as const;

async function catchUp(kafka: Kafka, servers: Addresses): Promise<readonly Row[]> {
  const mix = { records: 1_000_000 * scale, errorEvery: 20 };
  await fillTopic(kafka, 'bench-catch-up', mix);
  const bare = await measureBare(servers, 'bench-catch-up', mix.records);
  const ours = await measureMonitor(servers, 'bench-catch-up', mix.records);
  await verify(servers, 'bench-catch-up', Math.ceil(mix.records / mix.errorEvery), mix.records);
  const ratio = bare.seconds / ours.seconds;
  return [
    { what: 'catch-up: bare consumer that only counts', value: perSecond(mix.records, bare), ...costs(bare) },
    { what: 'catch-up: 5 % errors, all stored', value: perSecond(mix.records, ours), ...costs(ours) },
    { what: 'catch-up: ratio', value: ratio.toFixed(2), target: '≥ 0.40', pass: ratio >= 0.4 },
    {
      what: 'catch-up: peak memory',
      value: `${Math.round(ours.peakMiB)} MiB`,
      target: '≤ 350 MiB',
      pass: ours.peakMiB <= 350,
    },
  ];
}

async function storm(kafka: Kafka, servers: Addresses): Promise<readonly Row[]> {
  const mix = { records: 300_000 * scale, errorEvery: 1 };
  await fillTopic(kafka, 'bench-storm', mix);
  const ours = await measureMonitor(servers, 'bench-storm', mix.records);
  await verify(servers, 'bench-storm', mix.records, mix.records);
  const rate = mix.records / ours.seconds;
  return [
    {
      what: 'storm: all errors, half with stacks',
      value: perSecond(mix.records, ours),
      ...costs(ours),
      target: '≥ 35,000/s',
      pass: rate >= 35_000,
    },
  ];
}

async function measureBare(servers: Addresses, topic: string, records: number): Promise<Run> {
  const program = fileURLToPath(new URL('programs/bare-consumer.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=TimeoutNegativeWarning',
    program,
    servers.brokers,
    topic,
    String(records),
  ]);
  return JSON.parse(stdout);
}

/** A fast run that lost or doubled something is no result. */
async function verify(servers: Addresses, topic: string, errors: number, events: number): Promise<void> {
  const client = new Client({ connectionString: servers.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ errors: string; kept: string; events: string }>(
    `SELECT (SELECT count(*) FROM esm.error JOIN esm.log USING (log_id) WHERE topic = $1) AS errors,
            sum(critical + error + exception) AS kept,
            sum(critical + error + exception + warn + info + debug + unknown) AS events
       FROM esm.total JOIN esm.log USING (log_id) WHERE topic = $1`,
    [topic],
  );
  await client.end();
  const found = rows[0];
  if (
    Number(found?.errors) !== errors ||
    Number(found?.kept) !== errors ||
    Number(found?.events) !== events
  ) {
    throw new Error(
      `${topic}: expected ${errors} errors of ${events} events, found ${JSON.stringify(found)}`,
    );
  }
}

function perSecond(records: number, run: Run): string {
  return `${Math.round(records / run.seconds).toLocaleString('en')}/s`;
}

function costs(run: Run): Pick<Row, 'cpu' | 'memory'> {
  return { cpu: `${run.cpuSeconds.toFixed(1)} s`, memory: `${Math.round(run.peakMiB)} MiB` };
}

muteTimeoutWarnings();
const named = process.argv.slice(2);
const unknown = named.find((name) => !(name in benches));
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark ${unknown}; there are ${Object.keys(benches).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const servers = await startServers();
  try {
    const kafka = createKafka({ brokers: servers.brokers.split(','), clientId: 'bench' });
    const rows: Row[] = [];
    for (const [name, bench] of Object.entries(benches)) {
      if (named.length > 0 && !named.includes(name)) continue;
      process.stderr.write(`${name} …\n`);
      rows.push(...(await bench(kafka, servers)));
    }
    process.stdout.write(printRows(rows));
    if (scale === 1 && rows.some(({ pass }) => pass === false)) process.exitCode = 1;
  } finally {
    await servers.stop();
  }
}
