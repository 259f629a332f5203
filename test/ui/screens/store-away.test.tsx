import { expect, test } from 'vitest';
import { aHealth, aLink } from '../../support/builders.ts';
import { aSession } from '../support/a-session.ts';

test.each(['down', 'connecting'] as const)('says while Postgres is %s that it is waited for', (state) => {
  const session = aSession({ health: aHealth({ postgres: aLink({ state }) }) });

  const feed = session.picture();
  session.press('2');
  const incidents = session.picture();
  session.press('3');
  const timeline = session.picture();

  expect(feed).toContain('Waiting for Postgres …');
  expect(feed).not.toContain('No service has logged yet.');
  expect(incidents).toContain('Waiting for Postgres, which has the incidents …');
  expect(timeline).toContain('Waiting for Postgres, which has the timeline …');
});

test('says of a store that answers that no service has logged yet', () => {
  expect(aSession().picture()).toContain('No service has logged yet.');
});
