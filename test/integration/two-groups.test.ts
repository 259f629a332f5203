import { expect, test } from 'vitest';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aKafka } from '../support/a-topic.ts';
import { expectedState, numbered } from '../support/numbered-records.ts';
import { storedPositions, storedState } from '../support/oracle.ts';
import { waitFor } from '../support/wait-for.ts';
import { aSetting, watch } from './a-setting.ts';

const count = 6_000;

test('counts once what two groups of one database read live, and neither reads it again', async () => {
  const { topic, env, databaseUrl } = await aSetting(numbered.partitions);
  const groups = [topic, `${topic}-other`];
  const members = groups.map((group) => runMonitorProcess(watch(topic, group), env));
  await waitFor('both', () => members.every((member) => member.stderr().includes('Kafka is connected')));

  await produceLittleByLittle(topic);
  await waitFor('both to read it all', async () => {
    const positions = await Promise.all(groups.map((group) => storedPositions(databaseUrl, group)));
    return positions.every((of) => [...of.values()].reduce((sum, next) => sum + next, 0n) === BigInt(count));
  });

  expect(await storedState(databaseUrl)).toEqual(expectedState(topic, count));
  for (const member of members) {
    expect(member.stderr()).not.toContain('is read again');
    expect(await member.end('SIGTERM')).toBe(0);
  }
}, 60_000);

/** Sends of 1 to 13 records, so that what the groups read at once seldom ends at the same offset. */
async function produceLittleByLittle(topic: string): Promise<void> {
  const producer = aKafka().producer();
  await producer.connect();
  try {
    for (let from = 0; from < count; ) {
      const to = Math.min(from + 1 + ((from * 7) % 13), count);
      const numbers = Array.from({ length: to - from }, (_, i) => from + i);
      const messages = numbers.map((n) => ({ partition: n % numbered.partitions, value: numbered.value(n) }));
      await producer.send({ topic, messages });
      from = to;
    }
  } finally {
    await producer.disconnect();
  }
}
