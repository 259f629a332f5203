import { expect, test } from 'vitest';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aKafka, makeAnew, produce } from '../support/a-topic.ts';
import { aWatchedTopic } from '../support/a-watched-topic.ts';
import { expectedState, numbered, produceNumbers } from '../support/numbered-records.ts';
import { storedState } from '../support/oracle.ts';
import { waitFor } from '../support/wait-for.ts';
import { aMemberAtTheEnd } from './support/a-working-member.ts';
import { record } from './support/row.ts';
import { allowed, patienceMs, sized } from './support/size.ts';

const count = sized(200_400, 6_000);

test('F21 stops and says why when the topic is deleted and made anew', {
  timeout: patienceMs,
}, async (context) => {
  const { world, member } = await aMemberAtTheEnd(count);
  const before = await storedState(world.databaseUrl);

  await makeAnew(world.topic, numbered.partitions);
  const since = performance.now();
  await waitFor(
    'all partitions to be stopped',
    () => (member.stderr().match(/the topic was made anew/g) ?? []).length === numbered.partitions,
    allowed(5_000),
  );
  const recoveredMs = performance.now() - since;
  await produceNumbers(world.kafka, world.topic, 0, 60);
  const code = await member.end();

  const after = await storedState(world.databaseUrl);
  record(context, {
    ...{ id: 'F21', fault: 'topic deleted and made anew', load: `${count} events before` },
    lost: before.events - Math.min(before.events, after.events),
    doubled: after.events - Math.min(before.events, after.events),
    seen: `told after ${Math.round(recoveredMs)} ms`,
  });
  expect(after).toEqual(before);
  expect(member.stderr()).toContain('Watch it under another --group.');
  expect(code).toBe(0);
});

test('F21 counts all of the topic made anew under another group, in the same database', {
  timeout: patienceMs,
}, async (context) => {
  const { topic, databaseUrl, env } = await aWatchedTopic(600);

  await makeAnew(topic, numbered.partitions);
  await produceNumbers(aKafka(), topic, 0, 300);
  const other = runMonitorProcess(['watch', '--headless', '--from', 'earliest'], {
    ...env,
    ESM_GROUP: `${topic}-2`,
  });
  await waitFor('the new topic', async () => (await storedState(databaseUrl)).coordinates.length === 180);
  const code = await other.end();

  const { coordinates, rows, totals, events } = await storedState(databaseUrl);
  record(context, {
    ...{ id: 'F21', fault: 'made anew, then read under another group', load: '600 events, then 300' },
    lost: 900 - Math.min(900, events),
    doubled: Math.max(900, events) - 900,
  });
  expect(coordinates).toEqual(
    [600, 300].flatMap((count) => expectedState(topic, count).coordinates).toSorted(),
  );
  expect(totals).toEqual(rows);
  expect(events).toBe(900);
  expect(code).toBe(0);
});

test('F22 reports exactly what retention took before it was read, and goes on', {
  timeout: patienceMs,
}, async (context) => {
  const missing = 5_000;
  const watched = await aWatchedTopic(600);
  const values = Array.from({ length: missing + 10 }, (_, i) => numbered.value(i));
  await produce(
    watched.topic,
    values.map((value) => ({ partition: 0, value })),
  );

  await deleteBelow(watched.topic, 100 + missing);
  const { stderr, code } = await watched.watch();

  const found = await storedState(watched.databaseUrl);
  record(context, {
    ...{ id: 'F22', fault: `retention deletes ${missing} unread records`, load: '5,610 events' },
    seen:
      /(\d+) records \(offsets/.exec(stderr)?.[0].replace(' (offsets', ' reported missing') ??
      'nothing reported',
  });
  expect(stderr).toContain(`${missing} records (offsets 100 to 5099) were deleted before they were read.`);
  expect(found.events).toBe(expectedState(watched.topic, 600).events + 10);
  expect(found.totals).toEqual(found.rows);
  expect(code).toBe(0);
});

test('F22 goes past what retention took of a log to which nothing comes any more', {
  timeout: patienceMs,
}, async (context) => {
  const watched = await aWatchedTopic(600);
  await produce(
    watched.topic,
    Array.from({ length: 10 }, (_, i) => ({ partition: 0, value: numbered.value(i) })),
  );

  await deleteBelow(watched.topic, 110);
  const { stderr, code } = await watched.watch();

  record(context, {
    ...{ id: 'F22', fault: 'retention deletes all that was unread', load: '610 events' },
    seen: /(\d+) records \(offsets/.exec(stderr)?.[0].replace(' (offsets', ' reported missing') ?? 'nothing',
  });
  expect(stderr).toContain('10 records (offsets 100 to 109) were deleted before they were read.');
  expect(stderr).not.toMatch(/can't be reached|started anew/);
  expect(code).toBe(0);
});

async function deleteBelow(topic: string, offset: number): Promise<void> {
  const admin = aKafka().admin();
  await admin.connect();
  try {
    await admin.fetchTopicOffsets(topic); // the client must know the topic's leaders before it deletes
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
  } finally {
    await admin.disconnect();
  }
}
