import { expect, test } from 'vitest';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { anIncident, aSession, type Session } from '../support/a-session.ts';
import { aSessionOf, pushErrors } from '../support/a-session-of.ts';

test('holds the feed while services and chart go on, and says so', () => {
  const session = aPausedSession();

  pushErrorsOf(session, 'billing', 7);

  expect(session.seen()).toEqual(['declined by user-management']);
  expect(session.frame().scene.services.map(({ name, errorsPerMinute }) => [name, errorsPerMinute])).toEqual([
    ['billing', 7],
    ['user-management', 1],
  ]);
  expect(session.frame().scene.live.chart.ERROR.reduce((sum, count) => sum + count)).toBe(8);
  expect(session.said()).toBe('The feed is paused; Space goes on. Services and chart go on.');
});

test('counts what came since, and names the feed where another view is open', () => {
  const session = aPausedSession();

  pushErrorsOf(session, 'billing', 7);
  const inFeed = session.picture();
  session.press('2');

  expect(inFeed).toContain('❚❚ PAUSED, 7 more');
  expect(session.picture()).toContain('❚❚ FEED PAUSED, 7 more');
});

test('shows decisions on the rows that are held, and takes them back, however many errors came since', () => {
  const session = aSessionOf(2);
  session.press('up');
  const rows = () =>
    session
      .picture()
      .split('\n')
      .filter((line) => / error \d/.test(line));

  session.announce({ change: 'resolved', incident: anIncident({ id: 'i0', status: 'RESOLVED' }) });
  pushTenThousand(session);
  const resolved = rows();
  session.announce({ change: 'reopened', incident: anIncident({ id: 'i0' }) });

  expect(resolved.map((line) => line.includes(' RES'))).toEqual([true, false]);
  expect(rows().some((line) => line.includes(' RES'))).toBe(false);
});

test('goes on when a view is chosen over an open error that held a live feed', () => {
  const session = aSession();
  pushErrorsOf(session, 'user-management', 1);

  session.press('enter', '2');

  expect(session.view()).toMatchObject({ tab: 'incidents', pages: [], frozen: null });
});

test('stays paused when a view is chosen over an error that was opened while paused', () => {
  const session = aPausedSession();

  session.press('enter', '2');

  expect(session.view().frozen).not.toBeNull();
});

test('holds what is seen while ten thousand errors pass and the buffer wraps', () => {
  const session = aSessionOf(50);
  session.press('up', 'up');
  const before = session.seen();

  pushTenThousand(session);

  expect(session.seen()).toEqual(before);
  expect(session.selected()).toBe('error 47');
  expect(session.frame().scene.missed).toBe(10_000);
});

test.each([[['space', 'space']], [['space', 'f']], [['up', 'end']]])(
  'goes on after the second key of %j',
  (keys) => {
    const session = aSessionOf(20);
    session.press(...keys);

    pushErrors(session, 20, 21);

    expect(session.view().frozen).toBeNull();
    expect(session.selected()).toBe('error 20');
  },
);

test('keeps the selected error when the terminal shrinks and grows', () => {
  const session = aSessionOf(100);
  session.press(...Array<string>(10).fill('up'));

  session.resize(60, 16);
  const small = session.seen();
  session.resize(200, 60);

  expect(small).toContain('error 89');
  expect(session.seen()).toContain('error 89');
  expect(session.selected()).toBe('error 89');
});

function aPausedSession(): Session {
  const session = aSession();
  session.resize(120, 36);
  pushErrorsOf(session, 'user-management', 1);
  session.press('space');
  return session;
}

function pushErrorsOf(session: Session, service: string, count: number): void {
  const errors = Array.from({ length: count }, (_, index) =>
    anError({ service, message: `declined by ${service}`, severity: 'ERROR', offset: BigInt(index) }),
  );
  session.feed.push(aStoredBatch({ errors }));
  session.wait(1_000);
}

/** More than the buffer keeps, each of an incident of its own. */
function pushTenThousand({ feed }: Session): void {
  for (let batch = 0; batch < 100; batch += 1) {
    const errors = Array.from({ length: 100 }, (_, index) =>
      anError({ incident: `later ${batch} ${index}` }),
    );
    feed.push(aStoredBatch({ errors }));
    feed.refresh();
  }
}
