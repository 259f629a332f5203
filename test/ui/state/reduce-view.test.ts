import { describe, expect, test } from 'vitest';
import type { LogError } from '../../../src/types.ts';
import { keyTable } from '../../../src/ui/state/keys.ts';
import type { PastSnapshot } from '../../../src/ui/state/past.ts';
import { pageOf, type ScreenName } from '../../../src/ui/state/view.ts';
import { anError, aStoredBatch } from '../../support/builders.ts';
import { aNeighbourhood } from '../support/a-neighbourhood.ts';
import { anIncident, aSession, type Session } from '../support/a-session.ts';

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

/** A session with the errors `error 0` to `error <count - 1>`, every tenth of them CRITICAL. */
function aSessionOf(count: number, some: (index: number) => Partial<LogError> = () => ({})): Session {
  const session = aSession();
  pushErrors(session, 0, count, some);
  return session;
}

function pushErrors(
  session: Session,
  from: number,
  to: number,
  some: (index: number) => Partial<LogError> = () => ({}),
) {
  for (let index = from; index < to; index += 1) {
    const severity = index % 10 === 0 ? 'CRITICAL' : 'ERROR';
    const error = anError({
      message: `error ${index}`,
      incident: `i${index}`,
      severity,
      offset: BigInt(index),
      ...some(index),
    });
    session.feed.push(aStoredBatch({ errors: [error] }));
    session.feed.refresh();
  }
}

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

describe('pause', () => {
  test('holds what is seen while ten thousand errors pass and the buffer wraps', () => {
    const session = aSessionOf(50);
    session.press('up', 'up');
    const before = session.seen();

    for (let batch = 0; batch < 100; batch += 1) {
      const errors = Array.from({ length: 100 }, (_, index) =>
        anError({ incident: `later ${batch} ${index}` }),
      );
      session.feed.push(aStoredBatch({ errors }));
      session.feed.refresh();
    }

    expect(session.seen()).toEqual(before);
    expect(session.selected()).toBe('error 47');
    expect(session.frame().scene.missed).toBe(10_000);
  });

  test.each([[['space', 'space']], [['space', 'f']], [['up', 'end']]])(
    'is ended by the second key of %j',
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
    const session = aSessionOf(1, () => ({
      stack: Array(100).fill('  at own.code(File.java:1)').join('\n'),
    }));
    session.press('enter', 'down', 'j', 'up');
    expect(pageOf(session.view())?.top).toBe(1);

    session.press('end', 'down', 'pageDown');
    const { text, layout } = session.frame();
    expect(pageOf(session.view())?.top).toBe(text.length - layout.body);

    session.press('home', 'up');
    expect(pageOf(session.view())?.top).toBe(0);
  });

  test('cuts long lines by w, without a change to the feed', () => {
    const session = aSessionOf(1, () => ({ message: 'long '.repeat(100) }));
    session.press('enter');
    const wrapped = session.frame().text.length;

    session.press('w');

    expect(session.frame().text.length).toBeLessThan(wrapped);
    expect(session.view()).toMatchObject({ wrap: false, wrapDetail: false });
  });
});

describe('services', () => {
  const byService = (index: number) => ({ service: `service-${index % 4}` });

  test('takes the keys after Tab and gives them back after the next', () => {
    const session = aSessionOf(40, byService);
    session.wait(1_000);

    session.press('tab', 'down');
    expect(session.view()).toMatchObject({ pane: 'services', selectedService: 'service-1', frozen: null });
    session.press('shift+tab');
    expect(session.view().pane).toBe('list');
  });

  test('keeps the selection with its service when the order changes', () => {
    const session = aSessionOf(40, byService);
    session.wait(1_000);
    session.press('tab', 'down');

    const errors = Array.from({ length: 9 }, () => anError({ service: 'service-3' }));
    session.feed.push(aStoredBatch({ errors }));
    session.wait(1_000);
    session.press('s', 's', 's', 's');

    const { services, selectedService } = session.frame().scene;
    expect(services[selectedService]?.name).toBe('service-1');
  });

  test('shows the errors of one service by Enter, and all again by Esc', () => {
    const session = aSessionOf(40, byService);
    session.wait(1_000);

    session.press('tab', 'end', 'enter');
    const only = session.frame().scene.rows.map(({ error }) => error.service);
    const told = session.view().said?.text;
    session.press('escape');

    expect(told).toBe('service-3 only. Esc shows all.');
    expect(session.view().said).toBeNull();
    expect([...new Set(only)]).toEqual(['service-3']);
    expect(only.length).toBe(10);
    expect(session.frame().scene.rows.length).toBe(40);
  });

  test('goes through all orders by s and comes back', () => {
    const session = aSessionOf(1);
    const sorts = ['share', 'total', 'seen', 'name', 'errors'].map((sort) => {
      session.press('s');
      return session.view().sort === sort;
    });

    expect(sorts).toEqual([true, true, true, true, true]);
  });
});

describe('choices', () => {
  test('goes through the times by t and says which one is shown', () => {
    const session = aSessionOf(1);

    session.press('t');
    expect([session.view().time, session.said()]).toEqual(['received', 'Time: when it came here.']);
    session.press('t', 't');
    expect(session.view().time).toBe('event');
  });

  test('wraps long messages by w', () => {
    const session = aSessionOf(3, () => ({ message: 'a long message of many words '.repeat(5) }));

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
