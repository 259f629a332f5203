import { expect, test } from 'vitest';
import type { Incident } from '../../../src/types.ts';
import { createPaint } from '../../../src/ui/text/paint.ts';
import { aHealth, aLink, anError, aPartition, noon, severityCounts } from '../../support/builders.ts';
import { aBusySession } from '../support/a-busy-session.ts';
import { anIncident, anIncidentDetail, type Session } from '../support/a-session.ts';
import { expectFixture, type GoldenScene, inAllSizes } from '../support/golden.tsx';
import { javaStack } from '../support/random-batch.ts';

const incidents: readonly Incident[] = [
  anIncident({
    status: 'NEW',
    title: 'Worker pool exhausted: 0 of 32 free',
    service: 'task-processing',
    level: 'CRITICAL',
    id: 'workers',
    count: 3,
    firstSeen: noon - 57_000,
  }),
  anIncident({ status: 'REGRESSED', lastSeen: noon - 4_000 }),
  anIncident({
    status: 'ESCALATING',
    id: '00000000000000bb',
    title: '結제 실패 通知の送信に失敗しました 📮 <*>',
    service: 'notification',
    count: 1_234_567,
    lastSeen: noon - 60_000,
  }),
  anIncident({
    status: 'MUTED',
    id: '00000000000000cc',
    title: 'java.net.SocketTimeoutException: Read timed out',
    count: 18,
    lastSeen: noon - 900_000,
  }),
  anIncident({
    status: 'RESOLVED',
    id: '00000000000000dd',
    title: 'KeyError: <*>',
    service: 'billing',
    count: 7,
    lastSeen: noon - 7_000_000,
  }),
  ...Array.from({ length: 60 }, (_, index) =>
    anIncident({
      id: `more${index}`,
      title: `Problem number ${index}`,
      service: `service-${index % 5}`,
      count: 60 - index,
      lastSeen: noon - 8_000_000 - index * 60_000,
    }),
  ),
];

/** A busy session whose store has answered. */
function aFilledSession(): Session {
  const session = aBusySession();
  const id = '00000000000000aa';
  const occurrences = Array.from({ length: 12 }, (_, index) =>
    anError({
      time: noon - index * 61_000,
      at: noon - index * 61_000,
      offset: BigInt(1_000 - index),
      host: `users-${index % 3}`,
      stack: javaStack,
      exceptionType: 'java.lang.IllegalStateException',
      fields: { tenant: 'acme', attempt: index },
    }),
  );
  const detail = anIncidentDetail({
    status: 'REGRESSED',
    resolvedAt: noon - 3_600_000,
    regressedAt: noon - 600_000,
    triage: [
      { id: 2n, at: noon - 300_000, action: 'mute', by: 'ben@ops', note: null, undone: true },
      {
        id: 1n,
        at: noon - 3_600_000,
        action: 'resolve',
        by: 'ann@ops',
        note: 'fixed by 1.4.2',
        undone: false,
      },
    ],
  });
  const bucketMs = 60_000;
  const until = Math.floor(noon / bucketMs) * bucketMs + bucketMs;
  const buckets = Array.from({ length: 180 }, (_, index) => index)
    .filter((index) => index % 40 < 25)
    .map((index) => ({
      at: until - (index + 1) * bucketMs,
      counts: severityCounts({
        CRITICAL: index % 9 === 0 ? 4 : 0,
        ERROR: index % 40 > 18 ? 0 : 30 + ((index * 37) % 90),
        EXCEPTION: index % 5 === 0 ? 12 : 0,
        INFO: 4_000,
      }),
    }));
  session.answer({
    incidents: { value: incidents, problem: null },
    urgent: incidents.slice(0, 3),
    statuses: new Map(incidents.map((incident) => [incident.id, incident.status])),
    incident: { value: { id, detail, occurrences }, problem: null },
    timeline: { value: { since: until - 180 * bucketMs, until, bucketMs, buckets }, problem: null },
  });
  return session;
}

function pressed(...keys: readonly string[]): () => Session {
  return () => {
    const session = aFilledSession();
    session.press(...keys);
    return session;
  };
}

function typed(text: string, ...after: readonly string[]): () => Session {
  return () => {
    const session = aFilledSession();
    session.press('up', 'up', '/');
    session.type(text);
    session.press(...after);
    return session;
  };
}

const partitions = Array.from({ length: 6 }, (_, partition) =>
  aPartition({
    partition,
    position: 1_204_113n,
    end: 1_204_113n + BigInt(partition * partition * 20),
    stopped: partition === 5 ? 'the topic was made anew; start with another --group' : null,
  }),
);
const troubled = aHealth({
  partitions,
  members: null,
  deadLetters: 3,
  kafka: aLink({ since: noon - 720_000 }),
  redis: aLink({
    state: 'down',
    since: noon - 12_000,
    detail: 'Redis at localhost:6379 does not answer.',
    attempts: 4,
  }),
  notices: [
    {
      at: noon - 300_000,
      text: 'application-logs/3: 1,204 records were deleted by Kafka before they were read.',
    },
    { at: noon - 4_000, text: 'Another member holds application-logs/4; its batch was given up.' },
  ],
});

const scenes: readonly GoldenScene[] = [
  { name: 'filter-being-typed', make: typed('timeout service:user*') },
  { name: 'filter-kept', make: typed('/after \\d+/ or workers', 'enter') },
  { name: 'filter-with-a-bad-regex', make: typed('workers or /pool (ex/') },
  { name: 'filter-without-a-match', make: typed('nothing has this', 'enter') },
  { name: 'incidents', make: pressed('2', 'down') },
  { name: 'incident', make: pressed('2', 'down', 'enter', 'right') },
  { name: 'mute-menu', make: pressed('2', 'down', 'm') },
  { name: 'why', make: pressed('2', 'down', 'enter', 'x') },
  { name: 'timeline', make: pressed('3') },
  {
    name: 'health',
    make: () => {
      const session = aBusySession(troubled);
      session.press('4');
      return session;
    },
  },
  { name: 'ascii-theme', paint: createPaint(0, 'ascii'), make: pressed('up') },
];

test.each(inAllSizes(scenes))('draws $name at $columns×$rows as in its fixture', expectFixture);

test('writes nothing but ASCII in the ascii theme where the data is ASCII', async () => {
  const { readFile } = await import('node:fs/promises');

  const picture = await readFile(new URL('../fixtures/ascii-theme-120x36.txt', import.meta.url), 'utf8');

  expect(picture).toMatch(/^[ -~\n]+$/);
});
