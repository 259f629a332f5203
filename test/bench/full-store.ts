import type { Kafka } from 'kafkajs';
import { startServers } from '../../demo-stack/infra/start-servers.ts';
import { createDatabase } from '../support/create-database.ts';
import { fillTopic } from './fill-topic.ts';
import { type Addresses, measureMonitor, type Run } from './measure-monitor.ts';
import type { Row } from './print-rows.ts';
import { storePast } from './query/store-past.ts';
import { asRatio, atLeast, costs, perSecond } from './rows.ts';
import { countedEvents, verifyStored } from './verify-stored.ts';

/** In each turn the other store is first, so that neither always finds what the other left in the caches. */
const turns = [
  ['empty', 'full'],
  ['full', 'empty'],
] as const;
const incidentCount = 5_000;

/**
 * How fast 200,000 errors are stored where 10,000,000 of the last 30 days lie already, beside an empty store.
 *
 * Both are databases of one PostgreSQL that goes with the run, and the topics are new ones in each run of the monitor:
 * an error that a store has already is no work.
 */
export async function fullStore(kafka: Kafka, servers: Addresses, scale: number): Promise<readonly Row[]> {
  const past = Math.round(10_000_000 * scale);
  const mix = { records: Math.round(200_000 * scale), errorEvery: 1, services: 50, problems: 100 };
  const postgres = await startServers({ wanted: ['postgres'], env: {} });
  try {
    const full = postgres.databaseUrl;
    await storePast(full, past, incidentCount);
    const runs: { [store in 'empty' | 'full']: Run[] } = { empty: [], full: [] };
    for (const [turn, order] of turns.entries()) {
      const empty = await createDatabase(full, `bench_empty_${turn}`);
      for (const store of order) {
        const topic = `bench-store-${store}-${turn}`;
        const databaseUrl = store === 'full' ? full : empty;
        await fillTopic(kafka, topic, mix);
        const before = await countedEvents(databaseUrl);
        runs[store].push(await measureMonitor({ ...servers, databaseUrl }, topic, mix.records));
        await verifyStored(databaseUrl, topic, mix, before);
      }
    }
    const [empty, filled] = [together(runs.empty), together(runs.full)];
    const records = mix.records * turns.length;
    return [
      { what: 'full: errors into an empty store', value: perSecond(records, empty), ...costs(empty) },
      {
        what: `full: errors into a store of ${past.toLocaleString('en')}`,
        value: perSecond(records, filled),
        ...costs(filled),
      },
      atLeast('full: ratio', empty.seconds / filled.seconds, 0.8, asRatio),
    ];
  } finally {
    await postgres.stop();
  }
}

function together(runs: readonly Run[]): Omit<Run, 'joinedRate' | 'pauseSeconds'> {
  const sum = (figure: (run: Run) => number) => runs.reduce((total, run) => total + figure(run), 0);
  return {
    seconds: sum(({ seconds }) => seconds),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
  };
}
