import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { createDatabase } from '../../support/create-database.ts';
import { createTopic } from '../fill-topic.ts';
import type { Addresses } from '../measure-monitor.ts';
import type { Row } from '../print-rows.ts';
import { asMiB, asMs, asRate, asShare, atLeast, atMost } from '../rows.ts';
import { startHeadless } from './a-monitor.ts';
import { idleOfBareConsumer } from './bare.ts';
import { type Load, startLoad } from './load.ts';
import { createMarkers, latencies, percentiles } from './markers.ts';
import { cpuShare, createWatcher, memoryOverTime, slopeOf } from './measure.ts';
import { pressKeys, settleMs, withScreen } from './with-screen.ts';

const topic = 'bench-screen';
const load: Load = { topic, perSecond: 20_000, errorEvery: 20 };
const cpuMs = 20_000;
const keyPresses = 100;
const markerCount = 100;

/**
 * The screen at 200×50 under 20,000 records/s, 1,000 of them errors, and while nothing arrives. In a database of its own: `crowd`
 * measures it with the services and incidents of others.
 */
export async function screen(kafka: Kafka, shared: Addresses, scale: number): Promise<readonly Row[]> {
  await createTopic(kafka, topic);
  const servers = { ...shared, databaseUrl: await createDatabase(shared.databaseUrl, 'screen') };
  const step = (text: string) => process.stderr.write(`  ${text}\n`);
  step('idle: a bare consumer, then the screen');
  const bare = await idleOfBareConsumer(servers, topic, cpuMs);
  const idle = await withScreen(
    servers,
    flags('idle'),
    ({ pid }) => cpuShare(pid, cpuMs),
    () => {},
  );
  step('under load: without a screen, then with it: CPU, latency of errors and of keys, memory');
  const headless = await cpuHeadless(servers);
  const under = await underLoad(kafka, servers, 10 * scale);
  return [
    atLeast('screen: records that came, of 20,000/s wanted', under.perSecond, 19_000, asRate),
    atMost(
      'screen: CPU of the drawing under that load: with the screen less headless',
      under.cpu - headless.cpu,
      0.15,
      asShare,
    ),
    {
      what: 'screen: CPU of the whole process with the screen, headless',
      value: `${asShare(under.cpu)}, ${asShare(headless.cpu)} (at ${asRate(headless.perSecond)})`,
    },
    atMost('screen: idle CPU above a bare consumer’s', idle - bare, 0.02, asShare),
    atMost('screen: produce → screen, p50', under.seen.p50, 150, asMs),
    atMost('screen: produce → screen, p99', under.seen.p99, 300, asMs),
    atMost('screen: key → screen, p99', under.keys.p99, 50, asMs),
    atMost(`screen: memory, the most of ${10 * scale} min`, under.peakMiB, 180, asMiB),
    atMost('screen: growth of memory after 2 min', under.slope, 1, (mib) => `${mib.toFixed(2)} MiB/min`),
  ];
}

async function cpuHeadless(servers: Addresses) {
  const producing = startLoad(servers.brokers, load);
  const monitor = startHeadless(servers, ['--quiet', ...flags('headless')], () => {});
  try {
    await sleep(settleMs);
    const cpu = await cpuShare(monitor.pid, cpuMs);
    return { cpu, perSecond: await producing.stop() };
  } finally {
    await monitor.stop();
    await producing.stop();
  }
}

async function underLoad(kafka: Kafka, servers: Addresses, minutes: number) {
  const producing = startLoad(servers.brokers, load);
  const markers = await createMarkers(kafka, topic);
  const watcher = createWatcher();
  const read = (text: string) => {
    markers.read(text);
    watcher.read(text);
  };
  try {
    const found = await withScreen(
      servers,
      flags('load'),
      async (monitor) => {
        const started = performance.now();
        const done = new AbortController();
        const memory = memoryOverTime(monitor.pid, 2_000, done.signal);
        const cpu = await cpuShare(monitor.pid, cpuMs);
        const seen = await latencies(markers.measure, markerCount);
        const keys = percentiles(await pressKeys(monitor, watcher, keyPresses));
        await sleep(Math.max(minutes * 60_000 - (performance.now() - started), 0));
        done.abort();
        const points = await memory;
        const settled = points.filter(({ minute }) => minute >= Math.min(2, minutes / 2));
        return {
          ...{ cpu, seen, keys },
          peakMiB: points.at(-1)?.peakMiB ?? Number.NaN,
          slope: slopeOf(settled.map(({ minute, rssMiB }) => [minute, rssMiB])),
        };
      },
      read,
    );
    return { ...found, perSecond: await producing.stop() };
  } finally {
    await markers.close();
    await producing.stop();
  }
}

function flags(group: string): readonly string[] {
  return ['--topics', topic, '--group', `bench-screen-${group}`];
}
