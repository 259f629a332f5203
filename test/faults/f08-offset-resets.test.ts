import { expect, test } from 'vitest';
import { connectGroupOffsets } from '../../src/kafka/group-offsets.ts';
import { aKafka } from '../support/a-topic.ts';
import { aWatchedTopic } from '../support/a-watched-topic.ts';
import { expectedState, numbered, produceNumbers } from '../support/numbered-records.ts';
import { storedPositions, storedState } from '../support/oracle.ts';
import { record } from './support/row.ts';
import { patienceMs, sized } from './support/size.ts';

const count = sized(200_400, 3_000);
const shift = sized(10_000n, 100n);

test.for([
  { where: 'back', by: -shift },
  { where: 'forth', by: shift },
])(
  `F8 stores the same although somebody sets the group's offsets ${shift} $where`,
  {
    timeout: patienceMs,
  },
  async ({ by }, context) => {
    const watched = await aWatchedTopic(count);
    const total = count + 2 * Number(shift) * numbered.partitions;
    await produceNumbers(aKafka(), watched.topic, count, total);

    await moveOffsets(watched.topic, count, by);
    await watched.watch();

    const found = await storedState(watched.databaseUrl);
    const expected = expectedState(watched.topic, total);
    record(context, {
      ...{ id: 'F8', fault: `offsets set ${by} in Kafka`, load: `${total} events` },
      lost: expected.events - Math.min(found.events, expected.events),
      doubled: found.events - Math.min(found.events, expected.events),
    });
    expect(found).toEqual(expected);
    expect([...(await storedPositions(watched.databaseUrl)).values()]).toEqual(
      Array.from({ length: numbered.partitions }, () => BigInt(total / numbered.partitions)),
    );
  },
);

async function moveOffsets(topic: string, stored: number, by: bigint): Promise<void> {
  const offsets = await connectGroupOffsets(aKafka());
  const next = BigInt(stored / numbered.partitions) + by;
  const logs = Array.from({ length: numbered.partitions }, (_, partition) => ({ topic, partition }));
  await offsets.move(
    topic,
    logs.map((log) => ({ log, next })),
  );
  await offsets.close();
}
