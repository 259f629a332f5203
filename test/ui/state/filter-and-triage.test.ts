import { describe, expect, test } from 'vitest';
import type { Triage, TriageOutcome } from '../../../src/ports.ts';
import { pageOf } from '../../../src/ui/state/view.ts';
import { anError, aStoredBatch, noon } from '../../support/builders.ts';
import { anIncident, anIncidentDetail, aSession, type Session } from '../support/a-session.ts';

/** A session with the errors `error 0` to `error <count - 1>`; every third one is of billing. */
function aSessionOf(count: number, triage?: Triage): Session {
  const session = aSession(triage ? { triage } : {});
  for (let index = 0; index < count; index += 1) {
    const service = index % 3 === 0 ? 'billing' : 'search';
    const error = anError({
      message: `error ${index}`,
      incident: `i${index}`,
      offset: BigInt(index),
      service,
    });
    session.feed.push(aStoredBatch({ errors: [error] }));
    session.feed.refresh();
  }
  return session;
}

const twoIncidents = {
  value: [anIncident({ title: 'first' }), anIncident({ id: 'bb', title: 'second', service: 'billing' })],
  problem: null,
};

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
    session.type('/error 1');
    const before = session.frame().scene.rows.length;

    session.type('(');
    session.press('enter');

    expect(session.frame().scene.rows.length).toBe(before);
    expect(session.view().line).toMatchObject({ name: 'filter', text: '/error 1(', problem: { at: 9 } });
    session.press('backspace', 'enter');
    expect(session.screen()).toBe('feed');
    expect(session.view().filter?.text).toBe('/error 1');
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

describe('views', () => {
  test('ask the store for what they show, and for nothing else', () => {
    const session = aSessionOf(3);
    expect(session.wish()).toEqual({ incidents: null, timeline: null, incident: null });

    session.press('2', 's');
    expect(session.wish()?.incidents).toMatchObject({ sort: 'first-seen' });
    session.press('3', '-');
    expect(session.wish()).toMatchObject({ incidents: null, timeline: { bucketMs: 300_000 } });
    session.press('4');
    expect(session.wish()).toEqual({ incidents: null, timeline: null, incident: null });
  });

  test('keep the selection with its incident when the order changes', () => {
    const session = aSession();
    session.answer({ incidents: twoIncidents });
    session.press('2', 'down');

    session.answer({ incidents: { value: twoIncidents.value.toReversed(), problem: null } });

    const { rows, selected } = session.frame().incidents;
    expect(rows[selected]?.id).toBe('bb');
  });

  test('change the timeline by + and - and stop at the ends', () => {
    const session = aSession();
    session.press('3', '+');
    expect(session.view().zoom).toBe(0);

    session.press('-', '-', '-', '=');

    expect(session.view().zoom).toBe(1);
  });

  test('go through all themes by T', () => {
    const session = aSession();

    const themes = ['T', 'T', 'T', 'T'].map((key) => {
      session.press(key);
      return session.view().theme;
    });

    expect(themes).toEqual(['light', 'high-contrast', 'ascii', 'dark']);
  });

  test('are closed with their pages when another is chosen', () => {
    const session = aSessionOf(3);

    session.press('enter', 'x', '2');

    expect(session.screen()).toBe('incidents');
  });
});

describe('the page of an incident', () => {
  const occurrences = Array.from({ length: 50 }, (_, index) =>
    anError({ message: `occurrence ${index}`, offset: BigInt(1_000 - index), incident: 'i2' }),
  );
  const loaded = { value: { id: 'i2', detail: anIncidentDetail({ id: 'i2' }), occurrences }, problem: null };

  test('opens from an error with that very error', () => {
    const session = aSessionOf(3);
    session.press('up', 'down', 'enter', 'i');
    session.answer({
      incident: {
        ...loaded,
        value: {
          ...loaded.value,
          occurrences: [...occurrences, anError({ message: 'error 2', offset: 2n, incident: 'i2' })],
        },
      },
    });

    expect(session.wish()?.incident).toEqual({ id: 'i2', occurrences: 50 });
    expect(session.frame().text.join('\n')).toContain('Occurrence 51 of the newest 51');
    session.press('escape');
    expect(session.screen()).toBe('detail');
  });

  test('goes to older and newer occurrences and asks for more at the end', () => {
    const session = aSession();
    session.answer({ incidents: { value: [anIncident({ id: 'i2' })], problem: null }, incident: loaded });
    session.press('2', 'enter', 'left');
    expect(session.said()).toBe('This is the newest occurrence.');

    session.press('right', 'l', 'h');
    expect(session.frame().text.join('\n')).toMatch(/› .*occurrence 1$/m);
    session.press(...Array<string>(49).fill('right'));

    expect(session.wish()?.incident).toEqual({ id: 'i2', occurrences: 100 });
  });

  test('says why it was grouped so when the store has told', () => {
    const session = aSession();
    session.answer({ incidents: { value: [anIncident({ id: 'i2' })], problem: null } });
    session.press('2', 'x');
    expect(session.frame().text.join('\n')).toContain('Loading');

    session.answer({ incident: loaded });

    expect(session.frame().text.join('\n')).toContain('Grouped by: template');
  });

  test('copies the occurrence that is shown', () => {
    const session = aSession();
    session.answer({ incidents: { value: [anIncident({ id: 'i2' })], problem: null }, incident: loaded });

    session.press('2', 'enter', 'right', 'y');

    expect(session.outside.at(-1)).toContain('occurrence 1');
  });
});

describe('triage', () => {
  function aTriage(outcome: TriageOutcome | Error = { outcome: 'done', incident: anIncident() }) {
    const done: unknown[][] = [];
    const answer =
      (name: string) =>
      async (...given: readonly unknown[]) => {
        done.push([name, ...given]);
        if (outcome instanceof Error) throw outcome;
        return outcome;
      };
    const triage: Triage = {
      resolve: answer('resolve'),
      mute: answer('mute'),
      reopen: answer('reopen'),
      undo: answer('undo'),
    };
    return { triage, done };
  }
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  test.each([
    [['r'], ['resolve', '00000000000000aa', 'tester']],
    [
      ['enter', 'r'],
      ['resolve', '00000000000000aa', 'tester'],
    ],
    [['u'], ['undo', 'tester']],
    [
      ['m', '1'],
      ['mute', '00000000000000aa', { until: noon + 3_600_000 }, 'tester'],
    ],
    [
      ['m', '2'],
      ['mute', '00000000000000aa', { until: noon + 86_400_000 }, 'tester'],
    ],
    [
      ['m', '3', '2', 'x', '5', 'enter'],
      ['mute', '00000000000000aa', { perMinute: 25 }, 'tester'],
    ],
    [
      ['m', '3', 'enter'],
      ['mute', '00000000000000aa', { perMinute: 10 }, 'tester'],
    ],
  ])('does by %j what was asked of the store', async (keys, expected) => {
    const { triage, done } = aTriage();
    const session = aSession({ triage });
    session.answer({ incidents: twoIncidents });

    session.press('2', ...keys);
    await settle();

    expect(done).toEqual([expected]);
    expect(session.outside).toEqual(['changed']);
    expect(session.view().line).toBeNull();
    expect(session.said()).toMatch(/^(Resolved|Muted|Taken back)/);
  });

  test.each([['escape'], ['3', 'escape']])('is not done when the menu is left by %j', (...keys) => {
    const { triage, done } = aTriage();
    const session = aSession({ triage });
    session.answer({ incidents: twoIncidents });

    session.press('2', 'm', ...keys);

    expect([done, session.screen()]).toEqual([[], 'incidents']);
  });

  test('tells why the store refused, and when it is away', async () => {
    const refusing = aSession({ triage: aTriage({ outcome: 'refused', reason: 'It is resolved.' }).triage });
    const away = aSession({ triage: aTriage(new Error('Postgres is away.')).triage });
    const without = aSession();
    for (const session of [refusing, away, without]) {
      session.answer({ incidents: twoIncidents });
      session.press('2', 'r');
    }
    await settle();

    expect(refusing.said()).toBe('It is resolved.');
    expect(away.said()).toBe('Not stored: Postgres is away.');
    expect(without.said()).toContain('Postgres is not connected yet');
  });

  test('means no error while the feed is moving', async () => {
    const { triage, done } = aTriage();
    const session = aSessionOf(9, triage);

    session.press('r', 'm');
    expect(session.said()).toContain('The feed is moving');
    session.press('up', 'r');
    await settle();

    expect(done).toEqual([['resolve', 'i7', 'tester']]);
  });
});
