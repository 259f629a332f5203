import { renderToString } from 'ink';
import { expect, test } from 'vitest';
import { Screen } from '../../../src/ui/screens/screen.tsx';
import { createPaint } from '../../../src/ui/text/paint.ts';
import { aHealth, aLink, anError, aPartition, aStoredBatch, noon } from '../../support/builders.ts';
import { aNeighbour } from '../support/a-neighbourhood.ts';
import { anIncident, anIncidentDetail, aSession } from '../support/a-session.ts';
import { hostileSequences } from '../support/hostile-sequences.ts';

const hostile = hostileSequences.join(' ');
const problem = { at: noon, text: hostile };

/** A session in which every text of the store and of the health is hostile. */
function aHostileSession() {
  const session = aSession({
    health: aHealth({
      group: hostile,
      redis: aLink({ state: 'down', detail: hostile }),
      partitions: [aPartition({ topic: hostile, stopped: hostile })],
      notices: [problem],
    }),
  });
  const incidents = hostileSequences.map((title, index) =>
    anIncident({ id: `${title}${index}`, title, service: title }),
  );
  const detail = anIncidentDetail({
    title: hostile,
    service: hostile,
    grouping: { fingerprint: hostile, tier: 'stack', parts: hostileSequences },
    triage: [{ id: 1n, at: noon, action: 'mute', by: hostile, note: hostile, undone: false }],
  });
  const id = incidents[0]?.id ?? '';
  session.answer({
    incidents: { value: incidents, problem: hostile },
    timeline: { value: null, problem: hostile },
    incident: {
      value: { id, detail, occurrences: [anError({ message: hostile, host: hostile })] },
      problem: hostile,
    },
  });
  const unreadable = { topic: hostile, partition: 0, offset: 2n, at: noon, reason: hostile, sample: hostile };
  const around = hostileSequences.map((text, index) =>
    aNeighbour({ message: text, service: text, stack: text, topic: text, offset: BigInt(index + 3) }),
  );
  const error = anError({ topic: hostile, message: hostile });
  session.feed.push(aStoredBatch({ errors: [error] }));
  session.feed.refresh();
  session.press('o');
  session.answerAround({
    value: { low: 0n, high: 99n, neighbours: [error, unreadable, ...around] },
    problem: hostile,
  });
  session.resize(200, 60);
  return session;
}

test.each([
  [[]],
  [['down', 'enter']],
  [['down', 'down', 'enter']],
  [['2']],
  [['2', 'enter']],
  [['2', 'x']],
  [['2', 'm']],
  [['2', '/', ...Array.from('\u202e7331\u009b')]],
  [['2', '/', ...Array.from('foo\u009b31m:x')]],
  [['3']],
  [['4']],
])('writes no sequence that stands in the data after the keys %j', (keys) => {
  const session = aHostileSession();

  session.press(...keys);
  const frame = { ...session.frame(), paint: createPaint(0) };
  const text = renderToString(<Screen input={frame} frame={frame} />, { columns: 200 });

  expect([...new Set(text.match(/[\p{Cc}\u2028\u2029\u202e]/gu))]).toEqual(['\n']);
});
