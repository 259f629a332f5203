import type { Kafka } from 'kafkajs';
import { startServers } from '../../../demo-stack/infra/start-servers.ts';
import { openDatabase } from '../../../src/postgres/pool.ts';
import { createTopic, fillTopic } from '../fill-topic.ts';
import type { Addresses } from '../measure-monitor.ts';
import type { Row } from '../print-rows.ts';
import { addIncidents } from '../query/store-past.ts';
import { asMs, asRate, atLeast, atMost } from '../rows.ts';
import type { Monitor } from './a-monitor.ts';
import { startLoad } from './load.ts';
import { type Latencies, percentiles } from './markers.ts';
import { createWatcher } from './measure.ts';
import { pressKeys, settleMs, withScreen } from './with-screen.ts';

const steady = 'bench-crowd';
const burst = 'bench-crowd-storm';
const services = 1_000;
const incidents = 100_000;
const dayMs = 86_400_000;
const keyPresses = 70;
/** The screen is there, and the errors come. */
const stormMs = 1_500;

/** All views, and a filter that is typed and taken back. */
const presses = [
  ['2', 'last seen first'],
  ['/', 'Enter keeps'],
  ['9', 'filter 9'],
  ['\u001b', 'last seen first'],
  ['3', 'all stored errors'],
  ['4', 'and this member'],
  ['1', 'newest at the bottom'],
] as const;

/**
 * The screen with 1,000 services, and 100,000 incidents in the store: keys while 20,000 records/s come, and while 500,000
 * errors come at once. The store is one of its own, which goes with the run.
 */
export async function crowd(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
  const postgres = await startServers({ wanted: ['postgres'], env: {} });
  const here = { ...servers, databaseUrl: postgres.databaseUrl };
  try {
    await (await openDatabase({ url: here.databaseUrl, poolSize: 1, name: 'bench' })).close();
    await addIncidents(here.databaseUrl, { since: Date.now() - 30 * dayMs }, incidents * scale);
    await createTopic(kafka, steady);
    await fillTopic(kafka, burst, { records: 500_000 * scale, errorEvery: 1, services, problems: 5 });

    const producing = startLoad(servers.brokers, {
      topic: steady,
      perSecond: 20_000,
      errorEvery: 20,
      services,
    });
    const found = await keysOn(here, ['--topics', steady], settleMs).finally(producing.stop);
    const came = await producing.stop();
    const inStorm = await keysOn(here, ['--topics', burst, '--from', 'earliest'], stormMs);
    return [
      atLeast('crowd: records that came, of 20,000/s wanted', came, 19_000, asRate),
      keysRow('crowd: key → screen, 1,000 services, 100,000 incidents', found),
      keysRow('crowd: the same while 500,000 errors come at once', inStorm),
    ];
  } finally {
    await postgres.stop();
  }
}

async function keysOn(servers: Addresses, flags: readonly string[], afterMs: number): Promise<Latencies> {
  const watcher = createWatcher();
  const press = (monitor: Monitor) => pressKeys(monitor, watcher, keyPresses, presses);
  return percentiles(
    await withScreen(servers, ['--group', 'bench-crowd', ...flags], press, watcher.read, afterMs),
  );
}

/** What a person feels as at once is some 100 ms. */
function keysRow(what: string, { p50, p95, p99 }: Latencies): Row {
  const row = atMost(what, p95, 100, asMs);
  return {
    ...row,
    value: `p50 ${asMs(p50)}, p95 ${asMs(p95)}, p99 ${asMs(p99)}`,
    target: 'p95 ≤ 100 ms',
  };
}
