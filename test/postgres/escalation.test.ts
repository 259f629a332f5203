import { expect, test } from 'vitest';
import { escalate } from '../../src/postgres/escalation.ts';
import { fold } from '../../src/postgres/fold.ts';
import type { Database } from '../../src/postgres/pool.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';

const id = 'feed000000000001';

test('marks an incident that is loud and far above its usual, exactly once among members', async () => {
  const { database, history, store } = await aPast();
  await store([anError({ incident: id })]);
  await minutesOf(database, { last: 12, usual: 4 });

  const changes = (await Promise.all([1, 2, 3].map(() => escalate(database)))).flat();

  expect(changes).toEqual([{ id, change: 'escalating' }]);
  expect(await history.incident(id)).toMatchObject({ status: 'ESCALATING' });
});

test.for([
  { last: 9, usual: 0, what: 'fewer than ten in the minute' },
  { last: 30, usual: 11, what: 'less than three times the usual' },
])('leaves an incident alone with $what', async ({ last, usual }) => {
  const { database, store } = await aPast();
  await store([anError({ incident: id })]);
  await minutesOf(database, { last, usual });

  const changes = await escalate(database);

  expect(changes).toEqual([]);
});

test('takes the mark back when the incident calms down', async () => {
  const { database, history, store } = await aPast();
  await store([anError({ incident: id })]);
  await minutesOf(database, { last: 50, usual: 1 });
  await escalate(database);

  await minutesOf(database, { last: 2, usual: 1 });
  const changes = await escalate(database);

  expect(changes).toEqual([{ id, change: 'calmed' }]);
  expect(await history.incident(id)).not.toMatchObject({ status: 'ESCALATING' });
});

test('leaves resolved and muted incidents as they are', async () => {
  const { database, triage, store } = await aPast();
  await store([anError({ incident: id })]);
  await minutesOf(database, { last: 50, usual: 1 });

  await triage.mute(id, { until: Date.now() + 60_000 }, 'ada');
  const muted = await escalate(database);
  await triage.resolve(id, 'ada');
  const resolved = await escalate(database);

  expect([...muted, ...resolved]).toEqual([]);
});

test('unmutes an incident that is louder than it was muted for, but not for the minutes before', async () => {
  const { database, history, triage, store } = await aPast();
  await store([anError({ incident: id })]);
  await minutesOf(database, { last: 6, usual: 6 });
  await triage.mute(id, { perMinute: 5 }, 'ada');

  const before = await escalate(database);
  await database.pool.query(`UPDATE esm.incident SET muted_at = now() - interval '3 minutes'`);
  const after = (await Promise.all([escalate(database), escalate(database)])).flat();

  expect(before).toEqual([]);
  expect(after).toEqual([{ id, change: 'unmuted' }]);
  expect(await history.incident(id)).toMatchObject({ mutedPerMinute: null });
});

/** Sets the errors of the last full minute (and of this one, lest the clock moves on), and of each minute of the hour before it. */
async function minutesOf(
  database: Database,
  { last, usual }: { readonly last: number; readonly usual: number },
): Promise<void> {
  await fold(database);
  await database.pool.query('TRUNCATE esm.folded_incident_minute');
  await database.pool.query(
    `INSERT INTO esm.folded_incident_minute (fingerprint, minute, count)
     SELECT $1, date_trunc('minute', now()) - n * interval '1 minute', CASE WHEN n <= 1 THEN $2::int ELSE $3::int END
       FROM generate_series(0, 61) AS n
      WHERE n <= 1 OR $3::int > 0`,
    [`v1:${id}`, last, usual],
  );
}
