import { expect, test } from 'vitest';
import { totalsInPostgres } from '../support/oracle.ts';
import { aFaultWorld, type FaultWorld } from './support/fault-world.ts';
import { untilRead } from './support/judge.ts';
import { liveHeapMiB, measuringLiveHeap } from './support/live-heap.ts';
import { peakMemoryMiB } from './support/process-figures.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';

const strange = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
/** One that all services share, as those of one library do. */
const stack =
  'Traceback (most recent call last):\n  File "/app/pool.py", line 7, in get\n    raise Full()\nFull: no connection';
const long = 'n'.repeat(10_000);
const distinct = sized(50_000, 3_000);
const partSize = distinct / 5;

test(`F13 counts services of strange names and ${distinct} distinct ones exactly, and remembers none of them`, {
  timeout: patienceMs,
}, async (context) => {
  const world = await aFaultWorld();
  const names = [...strange, long, ...Array.from({ length: distinct }, (_, i) => `service-${i}`)];
  const member = world.member([], measuringLiveHeap);
  const alive: number[] = [];
  for (let i = 0; i < names.length; i += partSize) {
    await produceServices(world, names.slice(i, i + partSize));
    await untilRead(world);
    alive.push(await liveHeapMiB(member));
  }
  const [first = 0, last = 0] = [alive[0], alive.at(-1)];
  const peak = peakMemoryMiB(member);
  const code = await member.end();

  const totals = await totalsInPostgres(world.databaseUrl);
  const wrong = totals.filter(({ counts }) => counts.ERROR !== 1 || counts.INFO !== 1);
  record(context, {
    ...{ id: 'F13', fault: 'strange names of services, and many', load: `${names.length} services` },
    lost: names.length - totals.length,
    seen: `${first} MiB alive after the first fifth, ${last} MiB after all; ${Math.round(peak)} MiB of memory at most`,
  });
  expect(wrong).toEqual([]);
  expect(totals).toHaveLength(names.length);
  expect(totals.map(({ service }) => service)).toEqual(expect.arrayContaining(strange.slice(0, 4)));
  expect(code).toBe(0);
  expect(last).toBeLessThan(first + 8);
  expect(peak).toBeLessThan(256);
});

async function produceServices({ kafka, topic }: FaultWorld, names: readonly string[]): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  try {
    for (let i = 0; i < names.length; i += 5_000) {
      const messages = names
        .slice(i, i + 5_000)
        .flatMap((service) => [
          { value: JSON.stringify({ level: 'INFO', service, message: 'fine' }) },
          { value: JSON.stringify({ level: 'ERROR', service, message: 'failed', exception: stack }) },
        ]);
      await producer.send({ topic, messages });
    }
  } finally {
    await producer.disconnect();
  }
}
