import kafkajs from 'kafkajs';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { produceNumbers } from '../support/numbered-records.ts';
import { storedState } from '../support/oracle.ts';
import { aFaultWorld, type FaultWorld } from './support/fault-world.ts';
import { untilRead } from './support/judge.ts';
import { peakMemoryMiB } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';

const mib = 2 ** 20;
/** Of 10 MiB a record, bytes and texts of several are alive at once, and how much garbage beside them is V8's choice. */
const maxMiB = { large: 280, packed: 256 };

test('F10 reads records of 1 and 10 MiB in bounded memory, and marks what it cut', {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const sizes = sized([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 10, 10, 10, 10, 10, 10], [1, 1, 10, 10]);
  for (const size of sizes) {
    const value = JSON.stringify({ level: 'ERROR', service: 'large', message: 'x'.repeat(size * mib - 100) });
    await send(world, value, kafkajs.CompressionTypes.None);
  }
  const member = world.member();
  await untilRead(world);
  const peak = peakMemoryMiB(member);
  await member.end();

  const messages = await column(world.databaseUrl, 'SELECT message AS text FROM esm.error');
  record(context, {
    ...{ id: 'F10', fault: 'records of 1 and 10 MiB', load: `${sizes.length} records` },
    ...{ lost: sizes.length - messages.length, seen: `${Math.round(peak)} MiB of memory at most` },
  });
  expect(messages).toHaveLength(sizes.length);
  expect(
    messages.filter((text) => text.length > 17 * 1024 || !/ … \[cut, \d+ characters\]$/.test(text)),
  ).toEqual([]);
  expect(peak).toBeLessThan(maxMiB.large);
});

test('F10 sets a gzip bomb aside, names its place, and reads on', {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const unpacked = sized(1_000, 100); // the client that writes it can't pack a whole GiB
  await send(world, Buffer.alloc(unpacked * mib, 32), kafkajs.CompressionTypes.GZIP);
  await produceNumbers(world.kafka, world.topic, 0, 600);
  const member = world.member();
  await untilRead(world);
  const peak = peakMemoryMiB(member);
  const code = await member.end();

  const letters = await column(
    world.databaseUrl,
    `SELECT partition || '/' || "offset" || ': ' || reason AS text FROM esm.dead_letter JOIN esm.log USING (log_id)`,
  );
  const { events } = await storedState(world.databaseUrl);
  record(context, {
    ...{ id: 'F10', fault: `a gzip bomb of ${unpacked} MiB`, load: '600 events behind it' },
    ...{ lost: 600 - events, seen: `${Math.round(peak)} MiB of memory at most` },
  });
  expect(letters).toEqual([expect.stringMatching(/^0\/0: a record can't be unpacked: .*larger than/)]);
  expect(events).toBe(600);
  expect(code).toBe(0);
  expect(peak).toBeLessThan(maxMiB.packed);
});

async function send(
  { kafka, topic }: FaultWorld,
  value: string | Buffer,
  compression: number,
): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  try {
    await producer.send({ topic, compression, messages: [{ partition: 0, value }], timeout: 60_000 });
  } finally {
    await producer.disconnect();
  }
}

async function column(databaseUrl: string, sql: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ text: string }>(sql);
    return rows.map(({ text }) => text);
  } finally {
    await client.end();
  }
}
