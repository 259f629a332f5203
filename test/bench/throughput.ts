import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Kafka } from 'kafkajs';
import { Client } from 'pg';
import { fillTopic } from './fill-topic.ts';
import { type Addresses, measureMonitor, type Run } from './measure-monitor.ts';
import type { Row } from './print-rows.ts';

/** The backlog of a working day: few errors. A bare consumer with the same fetch settings is the yardstick. */
export async function catchUp(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
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

/** Everything fails at once. */
export async function storm(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
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
