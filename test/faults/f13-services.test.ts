import { expect, test } from 'vitest';
import { totalsInPostgres } from '../support/oracle.ts';
import { aFaultWorld } from './support/fault-world.ts';
import { untilRead } from './support/judge.ts';
import { peakMemoryMiB } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';

const strange = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
const distinct = sized(50_000, 5_000);
const largestMiB = 256;

test(`F13 counts services of strange names and ${distinct} distinct ones exactly, in bounded memory`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const long = 'n'.repeat(10_000);
  const names = [...strange, long, ...Array.from({ length: distinct }, (_, i) => `service-${i}`)];
  const producer = world.kafka.producer();
  await producer.connect();
  for (let i = 0; i < names.length; i += 5_000) {
    const values = names
      .slice(i, i + 5_000)
      .flatMap((service) => [
        { value: JSON.stringify({ level: 'INFO', service, message: 'fine' }) },
        { value: JSON.stringify({ level: 'ERROR', service, message: 'failed' }) },
      ]);
    await producer.send({ topic: world.topic, messages: values });
  }
  await producer.disconnect();

  const member = world.member();
  await untilRead(world);
  const peak = peakMemoryMiB(member);
  const code = await member.end();

  const totals = await totalsInPostgres(world.databaseUrl);
  const wrong = totals.filter(({ counts }) => counts.ERROR !== 1 || counts.INFO !== 1);
  record(context, {
    ...{ id: 'F13', fault: 'strange names of services, and many', load: `${names.length} services` },
    lost: names.length - totals.length,
    seen: `${Math.round(peak)} MiB of memory at most`,
  });
  expect(wrong).toEqual([]);
  expect(totals).toHaveLength(names.length);
  expect(totals.map(({ service }) => service)).toEqual(expect.arrayContaining(strange.slice(0, 4)));
  expect(code).toBe(0);
  expect(peak).toBeLessThan(largestMiB);
});
