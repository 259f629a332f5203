import { describe, expect, test } from 'vitest';
import type { History, Triage } from '../../src/ports.ts';
import type { LogError } from '../../src/types.ts';
import { anError } from '../support/builders.ts';

/** A triage to test, the history that shows what it did, and a way to store errors (offsets are given in turn). */
export type TriageUnderTest = {
  readonly triage: Triage;
  readonly history: History;
  readonly store: (errors: readonly LogError[]) => Promise<void>;
};

const id = 'beef000000000001';
const inAnHour = () => Date.now() + 3_600_000;

/** What every triage keeps to. `make` gives an empty one. */
export function describeTriage(name: string, make: () => Promise<TriageUnderTest>): void {
  describe(name, () => {
    test('resolves by a prefix, and writes down who did it and why', async () => {
      const { triage, history } = await filled(make);

      const outcome = await triage.resolve('beef', 'ada', 'fixed in 1.2');

      expect(outcome).toMatchObject({ outcome: 'done', incident: { id, status: 'RESOLVED', count: 1 } });
      const incident = await history.incident(id);
      expect(incident?.resolvedAt).toBeGreaterThan(Date.now() - 60_000);
      expect(incident?.triage).toMatchObject([
        { action: 'resolve', by: 'ada', note: 'fixed in 1.2', undone: false },
      ]);
    });

    test('sees a resolved incident regress by an error written later, and resolves it again', async () => {
      const { triage, history, store } = await filled(make);
      await triage.resolve(id, 'ada');

      await store([anError({ incident: id, at: Date.now(), time: Date.now() - 7_200_000 })]);
      const late = await history.incident(id);
      await store([anError({ incident: id, at: Date.now(), time: Date.now() + 1_000 })]);
      const back = await history.incident(id);
      const again = await triage.resolve(id, 'ada');

      expect(late?.status).toBe('RESOLVED');
      expect(back?.status).toBe('REGRESSED');
      expect(again).toMatchObject({ outcome: 'done', incident: { status: 'RESOLVED' } });
      expect((await history.incident(id))?.regressedAt).toBeNull();
    });

    test('mutes until a time, or up to a number a minute: the last word counts', async () => {
      const { triage, history } = await filled(make);
      const until = inAnHour();

      const byTime = await triage.mute(id, { until }, 'ada');
      const untilThen = await history.incident(id);
      await triage.mute(id, { perMinute: 5 }, 'ada', 'noise');
      const upTo = await history.incident(id);

      expect(byTime).toMatchObject({ outcome: 'done', incident: { status: 'MUTED' } });
      expect(untilThen).toMatchObject({ mutedUntil: until, mutedPerMinute: null });
      expect(upTo).toMatchObject({ status: 'MUTED', mutedUntil: null, mutedPerMinute: 5 });
    });

    test('unmutes by resolving', async () => {
      const { triage, history } = await filled(make);
      await triage.mute(id, { perMinute: 5 }, 'ada');

      await triage.resolve(id, 'ada');

      expect(await history.incident(id)).toMatchObject({ status: 'RESOLVED', mutedPerMinute: null });
    });

    test('refuses to mute what is resolved, and changes nothing', async () => {
      const { triage, history } = await filled(make);
      await triage.resolve(id, 'ada');

      const outcome = await triage.mute(id, { until: inAnHour() }, 'ada');

      expect(outcome).toEqual({ outcome: 'refused', reason: expect.stringContaining('reopen it first') });
      expect(await history.incident(id)).toMatchObject({
        status: 'RESOLVED',
        triage: [{ action: 'resolve' }],
      });
    });

    test.for([
      { how: { until: 1 }, says: 'has passed' },
      { how: { until: Number.NaN }, says: 'has passed' },
      { how: { perMinute: 0 }, says: 'whole number' },
      { how: { perMinute: 1.5 }, says: 'whole number' },
    ])('refuses to mute by $how', async ({ how, says }) => {
      const { triage } = await filled(make);

      const outcome = await triage.mute(id, how, 'ada');

      expect(outcome).toEqual({ outcome: 'refused', reason: expect.stringContaining(says) });
    });

    test('reopens what was resolved or muted, and refuses to reopen what is open', async () => {
      const { triage } = await filled(make);
      await triage.resolve(id, 'ada');

      const resolved = await triage.reopen(id, 'ada');
      await triage.mute(id, { until: inAnHour() }, 'ada');
      const muted = await triage.reopen(id, 'ada');
      const open = await triage.reopen(id, 'ada');

      expect(resolved).toMatchObject({ outcome: 'done', incident: { status: 'NEW' } });
      expect(muted).toMatchObject({ outcome: 'done', incident: { status: 'NEW' } });
      expect(open).toMatchObject({ outcome: 'refused' });
    });

    test('undoes one decision after the other, newest first', async () => {
      const { triage, history } = await filled(make);
      await triage.mute(id, { perMinute: 5 }, 'ada');
      await triage.resolve(id, 'ada');

      const muted = await triage.undo('ada');
      const open = await triage.undo('ada');
      const nothing = await triage.undo('ada');

      expect(muted).toMatchObject({ outcome: 'done', incident: { status: 'MUTED' } });
      expect(open).toMatchObject({ outcome: 'done', incident: { status: 'NEW' } });
      expect(nothing).toEqual({ outcome: 'refused', reason: 'There is nothing to undo.' });
      expect((await history.incident(id))?.triage.map(({ undone }) => undone)).toEqual([true, true]);
    });

    test('leaves alone what somebody else has decided since', async () => {
      const { triage } = await filled(make);
      await triage.mute(id, { perMinute: 5 }, 'ada');
      await triage.resolve(id, 'bob');

      const refused = await triage.undo('ada');
      await triage.undo('bob');
      const undone = await triage.undo('ada');

      expect(refused).toEqual({ outcome: 'refused', reason: expect.stringContaining('bob has decided') });
      expect(undone).toMatchObject({ outcome: 'done', incident: { status: 'NEW' } });
    });

    test('names the incidents that share a prefix, and says when there is none', async () => {
      const { triage, store } = await filled(make);
      await store([anError({ incident: 'beef000000000002' })]);

      const shared = await triage.resolve('beef', 'ada');
      const unknown = await triage.resolve('feed', 'ada');

      expect(shared).toEqual({
        outcome: 'refused',
        reason: 'Several incidents begin with beef: beef000000000001, beef000000000002.',
      });
      expect(unknown).toEqual({ outcome: 'refused', reason: 'No incident has the id feed.' });
    });

    test('takes two decisions at the same moment one after the other', async () => {
      const { triage, history } = await filled(make);

      const outcomes = await Promise.all([
        triage.resolve(id, 'ada'),
        triage.reopen(id, 'bob'),
        triage.resolve(id, 'cy'),
      ]);

      expect(outcomes.filter(({ outcome }) => outcome === 'done').length).toBeGreaterThanOrEqual(2);
      const entries = (await history.incident(id))?.triage ?? [];
      expect(entries).toHaveLength(outcomes.filter(({ outcome }) => outcome === 'done').length);
    });
  });
}

async function filled(make: () => Promise<TriageUnderTest>): Promise<TriageUnderTest> {
  const made = await make();
  const anHourAgo = Date.now() - 3_600_000;
  await made.store([anError({ incident: id, at: anHourAgo, time: anHourAgo })]);
  return made;
}
