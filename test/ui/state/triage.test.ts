import { describe, expect, test } from 'vitest';
import type { Triage, TriageOutcome } from '../../../src/ports.ts';
import { noon } from '../../support/builders.ts';
import { anIncident, aSession } from '../support/a-session.ts';
import { aSessionOf } from '../support/a-session-of.ts';
import { twoIncidents } from '../support/two-incidents.ts';

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

  test('says that a rate is a number, and does not take 1h for 1', async () => {
    const { triage, done } = aTriage();
    const session = aSession({ triage });
    session.answer({ incidents: twoIncidents });

    session.press('2', 'm', '3', '1', 'h', 'enter');
    const refused = session.view().line;
    session.press('x');
    const picture = session.picture();

    expect(done).toEqual([]);
    expect(refused).toMatchObject({ name: 'muteRate', text: '1' });
    expect(picture).toContain('✖ a number of at most 6 digits');
  });

  test('says on the smallest terminal how a rate is taken and how it is left', () => {
    const session = aSession();
    session.answer({ incidents: twoIncidents });
    session.resize(60, 16);

    session.press('2', 'm', '3');
    session.type('123456');

    expect(session.picture()).toContain('N = 123456█ ');
    expect(session.picture()).toContain('Enter mutes  Esc cancels');
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
    const session = aSessionOf(9, { triage });

    session.press('r', 'm');
    expect(session.said()).toContain('The feed is moving');
    session.press('up', 'r');
    await settle();

    expect(done).toEqual([['resolve', 'i7', 'tester']]);
  });
});
