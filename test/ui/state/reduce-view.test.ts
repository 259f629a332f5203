import { describe, expect, test } from 'vitest';
import { keyTable } from '../../../src/ui/state/keys.ts';
import type { PastSnapshot } from '../../../src/ui/state/past.ts';
import { pageOf, type ScreenName } from '../../../src/ui/state/view.ts';
import { anError } from '../../support/builders.ts';
import { aNeighbourhood } from '../support/a-neighbourhood.ts';
import { anIncident } from '../support/a-session.ts';
import { aSessionOf } from '../support/a-session-of.ts';

/** The keys that lead from the start to each screen. */
const waysTo: { readonly [screen in ScreenName]: readonly string[] } = {
  feed: [],
  incidents: ['2'],
  timeline: ['3'],
  health: ['4'],
  detail: ['enter'],
  incident: ['2', 'enter'],
  why: ['x'],
  neighbours: ['o'],
  record: ['o', 'enter'],
  help: ['?'],
  filter: ['/'],
  mute: ['2', 'm'],
  muteRate: ['2', 'm', '3'],
};
const somePast: Partial<PastSnapshot> = {
  incidents: { value: [anIncident(), anIncident({ id: '00000000000000bb' })], problem: null },
};

describe('choices', () => {
  test('goes through the times by t and says which one is shown', () => {
    const session = aSessionOf(1);

    session.press('t');
    expect([session.view().time, session.said()]).toEqual(['received', 'Time: when it came here.']);
    session.press('t', 't');
    expect(session.view().time).toBe('event');
  });

  test('wraps long messages by w', () => {
    const session = aSessionOf(3, { some: () => ({ message: 'a long message of many words '.repeat(5) }) });

    session.press('w');

    const { window } = session.frame().scene;
    expect([session.view().wrap, window]).toEqual([true, { first: 0, last: 2 }]);
  });

  test('opens the help from the detail and goes back to it', () => {
    const session = aSessionOf(1);

    session.press('enter', '?', 'down');
    expect(pageOf(session.view())).toEqual({ name: 'help', top: 1 });
    session.press('?');
    expect(session.screen()).toBe('detail');
    session.press('?', 'escape', 'escape');
    expect(session.screen()).toBe('feed');
  });

  test.each(['q', 'ctrl+c'])('says that it stops after %s', (key) => {
    const session = aSessionOf(1);

    session.press(key);

    expect(session.view().quitting).toBe(true);
  });

  test('changes nothing of the view by Ctrl-Z', () => {
    const session = aSessionOf(3);
    const before = session.view();

    session.press('ctrl+z');

    expect(session.view()).toBe(before);
    expect(session.outside).toEqual(['suspend']);
  });

  test.each(
    keyTable.flatMap(({ keys, screens }) =>
      screens.flatMap((screen) => keys.map((key) => [key, screen] as const)),
    ),
  )('answers %s on the %s screen with a view that can be drawn', (key, screen) => {
    const session = aSessionOf(30);
    session.answer(somePast);
    session.press(...waysTo[screen].slice(0, 1));
    session.answerAround({ value: aNeighbourhood(anError({ offset: 29n }), 9n, 50n) });
    session.press(...waysTo[screen].slice(1));
    expect(session.screen()).toBe(screen);

    session.press(key, key);

    expect(session.frame().layout.width).toBe(80);
  });
});
