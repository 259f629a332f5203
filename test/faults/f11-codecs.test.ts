import { expect, test } from 'vitest';
import { expectedState, numbered } from '../support/numbered-records.ts';
import { storedState } from '../support/oracle.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { untilRead } from './support/judge.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
const each = sized(10_002, 1_002);

test(`F11 reads ${each} records of each codec, mixed in one topic`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const producer = world.kafka.producer();
  await producer.connect();
  for (const compression of codecs.keys()) {
    const numbers = Array.from({ length: each }, (_, i) => compression * each + i);
    const messages = numbers.map((n) => ({ partition: n % numbered.partitions, value: numbered.value(n) }));
    await producer.send({ topic: world.topic, compression, messages });
  }
  await producer.disconnect();

  const member = world.member();
  await untilRead(world);
  const code = await member.end();

  const found = await storedState(world.databaseUrl);
  const expected = expectedState(world.topic, each * codecs.length);
  record(context, {
    ...{ id: 'F11', fault: codecs.join(', '), load: `${each} records each` },
    lost: expected.events - Math.min(found.events, expected.events),
    doubled: found.events - Math.min(found.events, expected.events),
  });
  expect(code).toBe(0);
  expect(found).toEqual(expected);
});
