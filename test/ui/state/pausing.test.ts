import { expect, test } from 'vitest';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { aSession, type Session } from '../support/a-session.ts';

test('holds the feed while services and chart go on, and says so', () => {
  const session = aPausedSession();

  pushErrors(session, 'billing', 7);

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

  pushErrors(session, 'billing', 7);
  const inFeed = session.picture();
  session.press('2');

  expect(inFeed).toContain('❚❚ PAUSED, 7 more');
  expect(session.picture()).toContain('❚❚ FEED PAUSED, 7 more');
});

test('goes on when a view is chosen over an open error that held a live feed', () => {
  const session = aSession();
  pushErrors(session, 'user-management', 1);

  session.press('enter', '2');

  expect(session.view()).toMatchObject({ tab: 'incidents', pages: [], frozen: null });
});

test('stays paused when a view is chosen over an error that was opened while paused', () => {
  const session = aPausedSession();

  session.press('enter', '2');

  expect(session.view().frozen).not.toBeNull();
});

function aPausedSession(): Session {
  const session = aSession();
  session.resize(120, 36);
  pushErrors(session, 'user-management', 1);
  session.press('space');
  return session;
}

function pushErrors(session: Session, service: string, count: number): void {
  const errors = Array.from({ length: count }, (_, index) =>
    anError({ service, message: `declined by ${service}`, severity: 'ERROR', offset: BigInt(index) }),
  );
  session.feed.push(aStoredBatch({ errors }));
  session.wait(1_000);
}
