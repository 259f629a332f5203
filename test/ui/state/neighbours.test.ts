import { expect, test } from 'vitest';
import type { Neighbour, Neighbourhood } from '../../../src/types.ts';
import { pageOf } from '../../../src/ui/state/view.ts';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { aNeighbour, aNeighbourhood } from '../support/a-neighbourhood.ts';
import { aSession, type Session } from '../support/a-session.ts';

const error = anError({ message: 'it broke', topic: 'logs', partition: 3, offset: 1_000n });

/** Someone who pressed `o` on the error at offset 1,000 of logs/3; Kafka has answered if it is said what. */
function aSessionAround(answer?: Neighbourhood): Session {
  const session = aSession();
  session.feed.push(aStoredBatch({ errors: [error] }));
  session.feed.refresh();
  session.press('o');
  if (answer) session.answerAround({ value: answer });
  return session;
}

const selectedOffset = (session: Session): bigint | undefined => {
  const { rows, selected } = session.frame().neighbours;
  return rows[selected]?.offset;
};
const shown = (session: Session): string => session.picture();

test('asks for twenty records on each side of the error', () => {
  const session = aSessionAround();

  expect(session.screen()).toBe('neighbours');
  expect(session.wishAround()).toMatchObject({ topic: 'logs', partition: 3, from: 980n, to: 1_021n });
  expect(shown(session)).toContain('Reading from Kafka');
});

test('asks for no offset below zero', () => {
  const session = aSession();
  session.feed.push(aStoredBatch({ errors: [anError({ offset: 4n })] }));
  session.feed.refresh();

  session.press('o');

  expect(session.wishAround()).toMatchObject({ from: 0n, to: 25n });
});

test('selects the error itself, marks it, and shows the records around it', () => {
  const session = aSessionAround(aNeighbourhood(error, 980n, 1_021n));

  expect(selectedOffset(session)).toBe(1_000n);
  expect(shown(session)).toContain('›▸   1000');
  expect(shown(session)).toContain('step 999');
  expect(shown(session)).toContain('the partition holds 0 to 1999');
});

test.each([['application-logs'], ['the.logs.of.a.team.that.names.its.topics.at.length']])(
  'names on the smallest terminal partition and offset of an error in %s',
  (topic) => {
    const session = aSession();
    const far = anError({ topic, partition: 3, offset: 1_234_567n });
    session.feed.push(aStoredBatch({ errors: [far] }));
    session.feed.refresh();
    session.resize(60, 16);

    session.press('o');
    session.answerAround({
      value: aNeighbourhood(far, 1_234_550n, 1_234_580n, { low: 0n, high: 9_999_999n }),
    });

    expect(shown(session)).toContain(' / 3 @ 1234567');
  },
);

test('asks for more records when a key goes past an end, and keeps the selection', () => {
  const session = aSessionAround(aNeighbourhood(error, 980n, 1_021n));

  session.press('home');
  expect(session.wishAround()).toMatchObject({ from: 930n, to: 1_021n });
  session.answerAround({ value: aNeighbourhood(error, 930n, 1_021n) });
  expect(selectedOffset(session)).toBe(980n);
  session.press('end');

  expect(session.wishAround()).toMatchObject({ from: 930n, to: 1_071n });
  expect(selectedOffset(session)).toBe(1_020n);
});

test('asks for nothing more while it still reads', () => {
  const session = aSessionAround(aNeighbourhood(error, 980n, 1_021n));
  session.answerAround({ loading: true });

  session.press('home', 'pageUp', 'pageUp');

  expect(session.wishAround()).toMatchObject({ from: 980n });
});

test('says where the partition begins and ends', () => {
  const session = aSessionAround(aNeighbourhood(error, 980n, 1_021n, { low: 980n, high: 1_021n }));

  session.press('home');
  expect(session.said()).toBe('The partition begins here.');
  session.press('end');
  expect(session.said()).toContain('The partition ends here');
});

test('holds five hundred offsets and no more', () => {
  const session = aSessionAround(aNeighbourhood(error, 980n, 1_021n));

  for (let pages = 0; pages < 30; pages += 1) {
    session.press('home');
    const { from = 0n, to = 0n } = session.wishAround() ?? {};
    session.answerAround({ value: aNeighbourhood(error, from, to) });
  }

  const { from = 0n, to = 0n } = session.wishAround() ?? {};
  expect(Number(to - from)).toBeLessThanOrEqual(550);
  expect(session.said()).toContain('esm-monitor explain');
});

test('opens a record in full, goes to the one beside it, and returns to the list', () => {
  const session = aSessionAround(aNeighbourhood(error, 980n, 1_021n));

  session.press('up', 'enter');
  expect(session.screen()).toBe('record');
  expect(shown(session)).toContain('logs / 3 @ 999');
  session.press('left');
  expect(shown(session)).toContain('logs / 3 @ 998');
  session.press('escape');

  expect(session.screen()).toBe('neighbours');
  expect(selectedOffset(session)).toBe(998n);
});

test('reads them anew on the page itself', () => {
  const session = aSessionAround(aNeighbourhood(error, 980n, 1_021n));

  session.press('o');

  expect(session.wishAround()).toMatchObject({ from: 980n, round: 1 });
});

test('wants nothing of Kafka after Esc, and follows the feed again', () => {
  const session = aSessionAround();

  session.press('escape');

  expect(session.wishAround()).toBeNull();
  expect(session.view().frozen).toBeNull();
});

test('is opened from an error in full and from an occurrence of an incident', () => {
  const session = aSession();
  session.feed.push(aStoredBatch({ errors: [error] }));
  session.feed.refresh();

  session.press('enter', 'o');
  expect(session.wishAround()).toMatchObject({ topic: 'logs', from: 980n });
  session.press('escape', 'i');
  const older = anError({ topic: 'others', offset: 500n });
  session.answer({
    incident: { value: { id: error.incident, detail: undefined, occurrences: [older] }, problem: null },
  });
  session.press('o');

  expect(session.wishAround()).toMatchObject({ topic: 'others', from: 480n });
});

test('copies the selected record, whatever its severity', () => {
  const session = aSessionAround(aNeighbourhood(error, 980n, 1_021n));

  session.press('up', 'Y');

  expect(JSON.parse(session.outside.at(-1) ?? '')).toMatchObject({
    type: 'record',
    level: 'INFO',
    message: 'step 999',
    offset: '999',
  });
});

const around = (low: bigint, high: bigint, neighbours: readonly Neighbour[]) => ({ low, high, neighbours });

test.each<readonly [string, Neighbourhood, string]>([
  ['retention', around(2_000n, 3_000n, []), 'deleted this error by retention: logs/3 begins at 2000 now'],
  ['a topic made anew', around(0n, 7n, []), 'ends before this error: the topic was made anew'],
  [
    'another record at its place',
    around(0n, 2_000n, [aNeighbour({ offset: 1_000n, at: error.at + 5 })]),
    'Another record stands at the place',
  ],
  ['compaction', around(0n, 2_000n, [aNeighbour({ offset: 1_001n })]), 'compaction took it'],
])('says so when %s has taken the error', (_, answer, sentence) => {
  const session = aSessionAround(answer);

  expect(shown(session)).toContain(sentence);
});

test('says that Kafka is away, keeps what it showed, and leaves at once', () => {
  const session = aSessionAround(aNeighbourhood(error, 980n, 1_021n));

  session.answerAround({ problem: "Kafka at kafka:9092 can't be reached: ECONNREFUSED." });

  expect(shown(session)).toContain("! Kafka at kafka:9092 can't be reached: ECONNREFUSED. o tries again");
  expect(shown(session)).toContain('step 999');
  session.press('escape');
  expect(pageOf(session.view())).toBeUndefined();
});

test('shows a record that can not be read with its reason and its beginning', () => {
  const broken = {
    ...{ topic: 'logs', partition: 3, offset: 999n, at: error.at },
    ...{ reason: 'no value', sample: 'xyz' },
  };
  const session = aSessionAround(around(0n, 2_000n, [broken, { ...error }]));

  expect(shown(session)).toContain("can't be read: no value");
  session.press('up', 'enter');

  expect(shown(session)).toContain('xyz');
});
