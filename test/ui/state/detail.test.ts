import { describe, expect, test } from 'vitest';
import { pageOf } from '../../../src/ui/state/view.ts';
import { aSessionOf, pushErrors } from '../support/a-session-of.ts';

describe('detail', () => {
  test('opens the selected error and goes back to the same place', () => {
    const session = aSessionOf(50);
    session.press('up', 'up', 'enter');
    const opened = session.opened();

    session.press('escape');

    expect(opened).toBe('error 47');
    expect([session.screen(), session.selected()]).toEqual(['feed', 'error 47']);
  });

  test('follows again after Esc when the feed was live', () => {
    const session = aSessionOf(50);

    session.press('enter');
    pushErrors(session, 50, 60);
    const during = session.opened();
    session.press('escape');

    expect(during).toBe('error 49');
    expect(session.selected()).toBe('error 59');
  });

  test('goes to the errors beside it, and then stays paused after Esc', () => {
    const session = aSessionOf(50);

    session.press('enter', 'left', 'h', 'right');
    const shown = session.opened();
    session.press('escape');

    expect(shown).toBe('error 48');
    expect(session.selected()).toBe('error 48');
    expect(session.view().frozen).not.toBeNull();
  });

  test('stops at the ends of the list', () => {
    const session = aSessionOf(2);

    session.press('enter', 'right', 'left', 'left', 'left');

    expect(session.opened()).toBe('error 0');
  });

  test('scrolls its text and no further than its end', () => {
    const session = aSessionOf(1, {
      some: () => ({ stack: Array(100).fill('  at own.code(File.java:1)').join('\n') }),
    });
    session.press('enter', 'down', 'j', 'up');
    expect(pageOf(session.view())?.top).toBe(1);

    session.press('end', 'down', 'pageDown');
    const { text, layout } = session.frame();
    expect(pageOf(session.view())?.top).toBe(text.length - layout.body);

    session.press('home', 'up');
    expect(pageOf(session.view())?.top).toBe(0);
  });

  test('cuts long lines by w, without a change to the feed', () => {
    const session = aSessionOf(1, { some: () => ({ message: 'long '.repeat(100) }) });
    session.press('enter');
    const wrapped = session.frame().text.length;

    session.press('w');

    expect(session.frame().text.length).toBeLessThan(wrapped);
    expect(session.view()).toMatchObject({ wrap: false, wrapDetail: false });
  });
});
