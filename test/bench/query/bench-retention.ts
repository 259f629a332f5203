import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { startServers } from '../../../demo-stack/infra/start-servers.ts';
import { openDatabase } from '../../../src/postgres/pool.ts';
import { prune } from '../../../src/postgres/retention.ts';
import { createTopic } from '../fill-topic.ts';
import { startHeadless } from '../live/a-monitor.ts';
import { startLoad } from '../live/load.ts';
import type { Addresses } from '../measure-monitor.ts';
import type { Row } from '../print-rows.ts';
import { asMs, asRate, atLeast, atMost } from '../rows.ts';
import { storePast } from './store-past.ts';

const topic = 'bench-retention';
const keptDays = 30;
const errorsADay = 20_000;
const settleMs = 5_000;
const dayMs = 86_400_000;

/** Drops the older 30 of 60 days of errors while a member stores 1,000 a second, in a Postgres that goes with the run. */
export async function benchRetention(
  kafka: Kafka,
  servers: Addresses,
  scale: number,
): Promise<readonly Row[]> {
  const postgres = await startServers({ wanted: ['postgres'], env: {} });
  const url = postgres.databaseUrl;
  try {
    const { until } = await storePast(url, Math.round(2 * keptDays * errorsADay * scale), 500, 2 * keptDays);
    await createTopic(kafka, topic);
    const producing = startLoad(servers.brokers, { topic, perSecond: 20_000, errorEvery: 20 });
    const flags = ['--quiet', '--topics', topic, '--group', 'bench-retention'];
    const monitor = startHeadless({ ...servers, databaseUrl: url }, flags, () => {});
    const database = await openDatabase({ url, poolSize: 2, name: 'bench' });
    try {
      await sleep(settleMs);
      const start = performance.now();
      let droppedMs = Number.NaN;
      const dropped = await prune(database, until - keptDays * dayMs, () => {
        droppedMs = performance.now() - start;
      });
      const wholeMs = performance.now() - start;
      const perSecond = await producing.stop();
      const days = dropped?.length ?? 0;
      return [
        atMost(
          `retention: ${days} of 60 days dropped while 1,000 errors/s are stored`,
          droppedMs,
          1_000,
          asMs,
        ),
        { what: 'retention: with the minutes and hours of that time', value: asMs(wholeMs) },
        atLeast('retention: records that came meanwhile, of 20,000/s wanted', perSecond, 19_000, asRate),
      ];
    } finally {
      await monitor.stop();
      await producing.stop();
      await database.close();
    }
  } finally {
    await postgres.stop();
  }
}
