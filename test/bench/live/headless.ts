import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { Client } from 'pg';
import { createTopic } from '../fill-topic.ts';
import type { Addresses } from '../measure-monitor.ts';
import type { Row } from '../print-rows.ts';
import { asMiB, asMs, asShare, atMost } from '../rows.ts';
import { usageOf } from '../usage.ts';
import { startHeadless } from './a-monitor.ts';
import { startLoad } from './load.ts';
import { createMarkers, type Latencies, latencies } from './markers.ts';
import { cpuShare } from './measure.ts';

const topic = 'bench-live';
const settleMs = 10_000;
const idleMs = 20_000;
const markerCount = 300;
/** So often the store is asked for the newest marker. */
const pollMs = 2;

/** `watch --headless` under 20,000 records/s, 1,000 of them errors, and while nothing arrives. */
export async function live(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
  await createTopic(kafka, topic);
  const markers = await createMarkers(kafka, topic);
  const monitor = startHeadless(servers, ['--topics', topic, '--group', 'bench-live'], markers.read);
  try {
    await sleep(settleMs);
    const idle = await cpuShare(monitor.pid, idleMs * scale);
    const load = startLoad(servers.brokers, { topic, perSecond: 20_000, errorEvery: 20 });
    await sleep(settleMs);
    const printed = await latencies(markers.measure, markerCount * scale);
    const stored = await storedLatencies(kafka, servers, markerCount * scale);
    const { peakMiB } = usageOf(monitor.pid);
    await load.stop();
    return [
      atMost('headless: produce → JSON line at 20,000 records/s, 5 % errors, p50', printed.p50, 10, asMs),
      atMost('headless: produce → JSON line, p99', printed.p99, 40, asMs),
      { what: 'headless: produce → stored and visible to query, p50', value: asMs(stored.p50) },
      atMost('headless: produce → stored and visible to query, p99', stored.p99, 80, asMs),
      atMost('headless: peak memory at 20,000 records/s', peakMiB, 140, asMiB),
      atMost('headless: idle CPU', idle, 0.04, asShare),
    ];
  } finally {
    await monitor.stop();
    await markers.close();
  }
}

/** Asks the store for the newest error of the markers' service, as `query --service` does. */
async function storedLatencies(kafka: Kafka, servers: Addresses, count: number): Promise<Latencies> {
  const client = new Client({ connectionString: servers.databaseUrl });
  await client.connect();
  const markers = await createMarkers(kafka, topic);
  const polling = new AbortController();
  const asking = (async () => {
    while (!polling.signal.aborted) {
      const { rows } = await client.query<{ message: string }>(
        "SELECT message FROM esm.error WHERE service = 'bench-marker' ORDER BY at DESC LIMIT 1",
      );
      for (const { message } of rows) markers.read(`${message}\n`);
      await sleep(pollMs);
    }
  })();
  try {
    return await latencies(markers.measure, count);
  } finally {
    polling.abort();
    await asking;
    await markers.close();
    await client.end();
  }
}
