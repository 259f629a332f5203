import { describe, expect, test } from 'vitest';
import { aSessionOf, pushErrors } from '../support/a-session-of.ts';

describe('moving in the feed', () => {
  test('follows the newest error until a key leaves it', () => {
    const session = aSessionOf(100);

    pushErrors(session, 100, 103);

    expect(session.seen().at(-1)).toBe('error 102');
    expect(session.view().frozen).toBeNull();
  });

  test.each(['up', 'k'])('pauses and selects the error above by %s', (key) => {
    const session = aSessionOf(100);

    session.press(key);

    expect(session.selected()).toBe('error 98');
    expect(session.view().frozen).not.toBeNull();
  });

  test('does not pause when there is nothing further in the direction', () => {
    const session = aSessionOf(5);

    session.press('down', 'j');

    expect(session.view().frozen).toBeNull();
  });

  test('does nothing in an empty feed', () => {
    const session = aSessionOf(0);

    session.press('up', 'down', 'pageUp', 'home', 'end', 'enter', 'e', 'E');

    expect(session.view()).toMatchObject({ frozen: null, pages: [], selectedRow: null });
  });

  test('keeps the lines where they are while the selection moves inside them', () => {
    const session = aSessionOf(100);
    session.press('up');
    const before = session.seen();

    session.press('up', 'k', 'k', 'down', 'j');

    expect(session.seen()).toEqual(before);
    expect(session.selected()).toBe('error 97');
  });

  test('scrolls line by line at the edges', () => {
    const session = aSessionOf(100);
    const lines = session.seen().length;

    session.press(...Array<string>(lines).fill('up'));
    const scrolled = session.seen();
    session.press(...Array<string>(lines).fill('down'));

    expect(scrolled[0]).toBe(`error ${99 - lines}`);
    expect(session.selected()).toBe('error 99');
    expect(session.seen().at(-1)).toBe('error 99');
  });

  test('moves by pages and to the ends', () => {
    const session = aSessionOf(100);
    const lines = session.frame().layout.list;

    session.press('pageUp');
    expect(session.selected()).toBe(`error ${99 - lines}`);
    session.press('home');
    expect([session.selected(), session.seen()[0]]).toEqual(['error 0', 'error 0']);
    session.press('pageDown');
    expect(session.selected()).toBe(`error ${lines}`);
    session.press('g', 'G');
    expect([session.selected(), session.view().frozen]).toEqual(['error 99', null]);
  });

  test('turns the ends around when the newest stand at the top', () => {
    const session = aSessionOf(100);

    session.press('d');
    expect(session.seen()[0]).toBe('error 99');
    session.press('end');
    expect(session.selected()).toBe('error 0');
    session.press('home');
    expect(session.view().frozen).toBeNull();
  });
});

describe('CRITICAL', () => {
  test.each(['e', 'E'])('jumps to the newest one by %s while following', (key) => {
    const session = aSessionOf(100);

    session.press(key);

    expect(session.selected()).toBe('error 90');
    expect(session.seen()).toContain('error 90');
  });

  test('goes on above by E and below by e', () => {
    const session = aSessionOf(100);

    session.press('e', 'E', 'E', 'e');

    expect(session.selected()).toBe('error 80');
  });

  test('says so when there is none in the direction', () => {
    const session = aSessionOf(15);

    session.press('e', 'e');

    expect(session.selected()).toBe('error 10');
    expect(session.said()).toBe('No CRITICAL below. E looks above.');
  });

  test('holds the newest error when that is the CRITICAL one', () => {
    const session = aSessionOf(11);
    session.press('e');

    pushErrors(session, 11, 12);

    expect(session.selected()).toBe('error 10');
  });
});
