import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { preload } from '../support/preload.ts';
import { waitFor } from '../support/wait-for.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { judge, untilRead } from './support/judge.ts';
import { startLoad } from './support/load.ts';
import { lastStats, statsOf } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';

const day = 86_400_000;
const noon = Date.UTC(2026, 10, 23, 12);

test('F15 counts records of any time, and reads a time without a zone as UTC', {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const texts = [
    ...[-3_650, -1, 0, 1, 3_650].map((days) => new Date(noon + days * day).toISOString()),
    ...[
      '2026-11-23 12:00:00',
      '2026-11-23T12:00:00.123456',
      1_795_435_200_000_000,
      'NaN',
      null,
      '',
      -1,
      1e300,
    ],
  ];
  const kafkaTimes = [noon + 5_000, noon - 3_650 * day, noon + 3_650 * day, 0];
  const messages = kafkaTimes.flatMap((time) =>
    texts.map((timestamp) => ({
      timestamp: String(time),
      value: JSON.stringify({ level: 'ERROR', service: 'clock', message: 'late', timestamp }),
    })),
  );
  const producer = world.kafka.producer();
  await producer.connect();
  await producer.send({ topic: world.topic, messages });
  await producer.disconnect();
  const member = world.member([], { TZ: 'Asia/Kolkata' });
  await untilRead(world);
  const code = await member.end();

  const { total, naive } = await counts(world.databaseUrl);
  record(context, {
    ...{ id: 'F15', fault: 'times ±1 day, ±10 years, naive, µs, none', load: `${messages.length} events` },
    lost: messages.length - total,
  });
  expect(code).toBe(0);
  expect(total).toBe(messages.length);
  expect(naive).toBe(kafkaTimes.length * 4); // the ISO noon, both naive ones, and the number of microseconds
});

test('F15 keeps its place and its rates when the clock is set back an hour', {
  timeout: patienceMs,
}, async (context) => {
  const perSecond = 2_000;
  const world = await aFaultWorld();
  const load = startLoad(world.kafka, world.topic, perSecond);
  const member = world.member([], preload(settableClock));
  await world.progress();

  member.process.kill('SIGUSR2');
  const since = performance.now();
  await waitFor('the sentence', () => member.stderr().includes("The machine's clock was set back"));
  await world.progress();
  const recoveredMs = performance.now() - since;
  await sleep(sized(30_000, 3_000));
  const records = await load.stop();
  const { lost, doubled, problems } = await judge(world, records);
  const { partitions } = await lastStats(member);

  const rates = statsOf(member).map(({ recordsPerSecond }) => recordsPerSecond);
  record(context, {
    id: 'F15',
    fault: 'clock set back an hour',
    load: `${records} events, ${perSecond}/s`,
    ...{ lost, doubled, recoveredMs },
    seen: `rates from ${Math.min(...rates)} to ${Math.max(...rates)}/s`,
  });
  expect(problems).toEqual([]);
  expect(partitions).toBe(6);
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...rates)).toBeLessThan(perSecond * 20);
});

const settableClock = `
  const Real = Date;
  let set = 0;
  globalThis.Date = class Date extends Real {
    constructor(...parts) { parts.length === 0 ? super(Real.now() + set) : super(...parts); }
    static now() { return Real.now() + set; }
  };
  process.on('SIGUSR2', () => { set = -3_600_000; });`;

async function counts(databaseUrl: string): Promise<{ readonly total: number; readonly naive: number }> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT (SELECT sum(error) FROM esm.total) AS total,
              (SELECT count(*) FROM esm.error WHERE date_trunc('second', "time") = $1) AS naive
        WHERE (SELECT count(*) FROM esm.error) = (SELECT sum(error) FROM esm.total)`,
      [new Date(noon)],
    );
    return { total: Number(rows[0]?.total), naive: Number(rows[0]?.naive) };
  } finally {
    await client.end();
  }
}
