import { describe, expect, test } from 'vitest';
import { anError } from '../../support/builders.ts';
import { anIncident, anIncidentDetail, aSession } from '../support/a-session.ts';
import { aSessionOf } from '../support/a-session-of.ts';
import { twoIncidents } from '../support/two-incidents.ts';

describe('views', () => {
  test('ask the store for what they show, and for nothing else', () => {
    const session = aSessionOf(3);
    expect(session.wish()).toEqual({ incidents: null, timeline: null, incident: null, held: null });

    session.press('2', 's');
    expect(session.wish()?.incidents).toMatchObject({ sort: 'first-seen' });
    session.press('3', '-');
    expect(session.wish()).toMatchObject({ incidents: null, timeline: { bucketMs: 300_000 } });
    session.press('4');
    expect(session.wish()).toEqual({ incidents: null, timeline: null, incident: null, held: null });
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

  test('shows the newest occurrence until someone reads on, and then keeps the one that is shown', () => {
    const session = aSession();
    const all = [...occurrences];
    const withNewer = (message: string): void => {
      all.unshift(anError({ message, offset: BigInt(2_000 + all.length), incident: 'i2' }));
      session.answer({ incident: { ...loaded, value: { ...loaded.value, occurrences: [...all] } } });
    };
    session.answer({ incidents: { value: [anIncident({ id: 'i2' })], problem: null }, incident: loaded });
    session.press('2', 'enter');

    withNewer('a newer one');
    expect(session.frame().text.join('\n')).toMatch(/› .*a newer one$/m);
    session.press('down');
    withNewer('one that came while reading');

    expect(session.frame().text.join('\n')).toMatch(/› .*a newer one$/m);
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
