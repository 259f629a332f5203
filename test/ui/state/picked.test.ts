import { expect, test } from 'vitest';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { aSession } from '../support/a-session.ts';

/** A session with three errors. */
function aSessionOfThree() {
  const session = aSession();
  for (const message of ['first', 'second', 'third']) {
    session.feed.push(aStoredBatch({ errors: [anError({ message, incident: message })] }));
  }
  session.feed.refresh();
  return session;
}

test('keeps what was copied last for printing on quit', () => {
  const session = aSessionOfThree();

  session.press('up', 'Y', 'up', 'y', 'up', 'q');

  expect(session.picked()).toContain(' ERROR user-management first');
});

test('keeps the selected error where nothing was copied', () => {
  const session = aSessionOfThree();

  session.press('up', 'q');

  expect(session.picked()).toContain(' ERROR user-management second');
});

test('keeps nothing of a feed that runs: no error was chosen', () => {
  const session = aSessionOfThree();

  session.press('q');

  expect(session.picked()).toBeUndefined();
});

test('says by which ways a text was copied', async () => {
  const session = aSessionOfThree();

  session.press('y');

  await expect.poll(() => session.said()).toBe('Copied as text by the terminal (OSC 52).');
});
