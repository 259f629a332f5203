import { describe, expect, test } from 'vitest';
import { pageOf } from '../../../src/ui/state/view.ts';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { aSession } from '../support/a-session.ts';
import { aSessionOf } from '../support/a-session-of.ts';
import { twoIncidents } from '../support/two-incidents.ts';

describe('the filter line', () => {
  test('filters as one types, and while paused', () => {
    const session = aSessionOf(30);
    session.press('up', '/');

    session.type(`"error 2`);
    const shown = session.frame().scene;

    expect(session.screen()).toBe('filter');
    expect([shown.rows.length, shown.unfiltered]).toEqual([11, 30]);
    expect(session.seen()).toContain('error 20');
    expect(session.view().frozen).not.toBeNull();
  });

  test('takes every letter as text, also those that are commands', () => {
    const session = aSessionOf(3);

    session.press('/');
    session.type('q?jk1 er');

    expect(session.view().filter?.text).toBe('q?jk1 er');
    expect(session.outside).toEqual([]);
  });

  test('keeps the old filter while the new one has a problem, and does not close on Enter', () => {
    const session = aSessionOf(30);
    session.press('/');
    session.type('service:billing');
    session.press('enter', '/', 'ctrl+u');

    session.type('/error 1(');
    session.press('enter');

    expect(session.view().filter?.text).toBe('service:billing');
    expect(session.frame().scene.rows.length).toBe(10);
    expect(session.view().line).toMatchObject({ name: 'filter', text: '/error 1(', problem: { at: 9 } });
    session.press('backspace', 'enter');
    expect(session.screen()).toBe('feed');
    expect(session.view().filter?.text).toBe('/error 1');
  });

  test('shows all while what is typed has a problem and no filter was set', () => {
    const session = aSessionOf(30);
    session.press('/');

    session.type('foo:bar');

    expect(session.view().line).toMatchObject({ problem: { message: expect.any(String) } });
    expect(session.frame().scene.rows.length).toBe(30);
  });

  test('opens with what is set, and is cleared by Esc in the line and in the view', () => {
    const session = aSessionOf(30);
    session.press('/');
    session.type('billing');
    session.press('enter', '/');
    expect(session.view().line).toMatchObject({ text: 'billing' });

    session.press('escape');
    expect([session.view().filter, session.screen()]).toEqual([null, 'feed']);
    session.press('/');
    session.type('x');
    session.press('enter', 'escape');
    expect(session.view().filter).toBeNull();
  });

  test.each([['3'], ['4']])('is left as it is by Esc in view %s, which does not show it', (key) => {
    const session = aSessionOf(30);
    session.press('/');
    session.type('x');

    session.press('enter', key, 'escape');

    expect(session.view().filter?.text).toBe('x');
  });

  test('erases a character, the line, and closes when it is empty', () => {
    const session = aSessionOf(3);
    session.press('/');
    session.type('a😀');

    session.press('backspace');
    expect(session.view().line).toMatchObject({ text: 'a' });
    session.press('ctrl+u');
    expect(session.view().line).toMatchObject({ text: '' });
    session.press('backspace');
    expect(session.screen()).toBe('feed');
  });

  test('selects the nearest row when the selected one is hidden', () => {
    const session = aSessionOf(30);
    session.press(...Array<string>(9).fill('up'));
    expect(session.selected()).toBe('error 20');

    session.press('/');
    session.type('service:billing');

    expect(session.selected()).toBe('error 21');
  });

  test('asks the store for the status of an incident', () => {
    const session = aSessionOf(9);
    session.answer({ statuses: new Map([['i4', 'MUTED']]) });
    session.press('/');
    session.type('status:muted');

    expect(session.seen()).toEqual(['error 4']);
  });

  test('filters incidents by their title, service and status', () => {
    const session = aSession();
    session.answer({ incidents: twoIncidents });
    session.press('2', '/');

    session.type('second service:bill* -status:muted');

    expect(session.frame().incidents.rows.map(({ id }) => id)).toEqual(['bb']);
    expect(session.frame().incidents.loaded).toBe(2);
  });
});

describe('matches', () => {
  test('are walked by n and N in the feed', () => {
    const session = aSessionOf(30);
    session.press('/');
    session.type('service:billing');
    session.press('enter', 'N', 'N', 'n');

    expect(session.selected()).toBe('error 24');
    session.press('n', 'n');
    expect(session.said()).toBe('No match below. N looks above.');
  });

  test('are walked in an open text', () => {
    const session = aSession();
    const stack = Array.from({ length: 90 }, (_, line) => (line % 30 === 29 ? 'needle' : 'hay')).join('\n');
    session.feed.push(aStoredBatch({ errors: [anError({ message: 'needle', stack })] }));
    session.feed.refresh();
    session.press('/');
    session.type('needle');
    session.press('enter', 'enter');

    const tops = ['n', 'n', 'N'].map((key) => {
      session.press(key);
      return pageOf(session.view())?.top ?? 0;
    });

    const text = session.frame().text;
    expect(tops.map((top) => text[top + 1]?.trim())).toEqual(['needle', 'needle', 'needle']);
    expect(tops[2]).toBe(tops[0]);
  });

  test('need a filter', () => {
    const session = aSessionOf(3);

    session.press('n');

    expect(session.said()).toBe('No filter: / opens one.');
  });
});
