import { Client } from 'pg';
import { expect, test } from 'vitest';
import { numbered, produceNumbers } from '../support/numbered-records.ts';
import { waitFor } from '../support/wait-for.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { untilRead } from './support/judge.ts';
import { poisons } from './support/poison.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';

const good = sized(10_000, 2_000);

test(`F9 accounts for each of 60 poisoned records, once, among ${good} good ones`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const poisoned = poisons();
  const producer = world.kafka.producer();
  await producer.connect();
  await produceNumbers(world.kafka, world.topic, 0, good / 2);
  for (const [i, { value, keyBytes = 0 }] of poisoned.entries()) {
    const key = keyBytes > 0 ? Buffer.alloc(keyBytes, 'k') : null;
    await producer.send({
      topic: world.topic,
      messages: [{ partition: i % numbered.partitions, key, value }],
    });
  }
  await producer.disconnect();
  await produceNumbers(world.kafka, world.topic, good / 2, good);
  const member = world.member();
  await untilRead(world);
  const code = await member.end();

  const { deadLetters, readable, goodEvents } = await outcomes(world.databaseUrl);
  record(context, {
    ...{ id: 'F9', fault: `${poisoned.length} poisoned records`, load: `${good} good ones` },
    lost: good - goodEvents + (poisoned.length - deadLetters.length - readable),
    seen: `${deadLetters.length} set aside, ${readable} readable`,
  });
  expect(code).toBe(0);
  expect(goodEvents).toBe(good);
  expect(deadLetters.length + readable).toBe(60);
  expect(deadLetters.length).toBeGreaterThan(30);
  expect(deadLetters.filter(({ reason, at }) => reason === '' || at === '')).toEqual([]);
  expect(new Set(deadLetters.map(({ at }) => at)).size).toBe(deadLetters.length);
});

test('F9 stops a partition of which most records are unreadable, and says so', {
  timeout: patienceMs,
}, async () => {
  const world = await aFaultWorld();
  const producer = world.kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: 2_000 }, (_, i) => ({
    partition: 0,
    value: i % 3 === 0 ? numbered.value(i) : null,
  }));
  await producer.send({ topic: world.topic, messages });
  await produceNumbers(world.kafka, world.topic, 0, 60);
  await producer.disconnect();

  const member = world.member();
  await waitFor('the sentence', () => /\/0 is not read any more: more than half/.test(member.stderr()));
  await waitFor('the other partitions', async () => (await world.stored()) >= 1_000 + 50);

  expect(await member.end()).toBe(0);
});

async function outcomes(databaseUrl: string) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const letters = await client.query<{ at: string; reason: string }>(
      `SELECT topic || '/' || partition || '/' || "offset" AS at, reason FROM esm.dead_letter JOIN esm.log USING (log_id)`,
    );
    const events = await client.query<{ good: boolean; events: string }>(
      `SELECT service LIKE 'service-%' AS good,
              sum(critical + error + exception + warn + info + debug + unknown) AS events
         FROM esm.total GROUP BY 1`,
    );
    const count = (good: boolean) => Number(events.rows.find((row) => row.good === good)?.events ?? 0);
    return { deadLetters: letters.rows, readable: count(false), goodEvents: count(true) };
  } finally {
    await client.end();
  }
}
