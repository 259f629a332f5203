import { expect, test } from 'vitest';
import type { Alert } from '../../src/alerts/alert.ts';
import { type AlertQueue, type AlertQueueOptions, openAlertQueue } from '../../src/postgres/alert-queue.ts';
import { escalate } from '../../src/postgres/escalation.ts';
import type { Database } from '../../src/postgres/pool.ts';
import { aPast } from '../support/a-past.ts';
import { anError } from '../support/builders.ts';
import { waitFor } from '../support/wait-for.ts';

const minuteMs = 60_000;

test('queues a change together with the batch that made it, for one member to send', async () => {
  const past = await aPast();
  const [first, second] = [await aQueue(past.database), await aQueue(past.database, { member: 'second' })];
  await past.store([fresh(1)]);

  const alert = await first.next();
  const other = await second.next();

  expect(alert).toMatchObject({ change: 'new', incident: { id: idOf(1), status: 'NEW', count: 1 } });
  expect(other).toBeUndefined();
  await first.sent(alert?.id ?? '');
  expect(await first.next()).toBeUndefined();
});

test('lets another member go on with the same message when the first one dies', async () => {
  const past = await aPast();
  const [first, second] = [await aQueue(past.database), await aQueue(past.database, { member: 'second' })];
  await past.store([fresh(1)]);
  const before = await first.next();

  const early = await second.next();
  await past.database.pool.query(`UPDATE esm.alert_target SET lease_until = now()`);
  const after = await second.next();

  expect([early, after]).toEqual([undefined, before]);
  expect(await first.next()).toBeUndefined();
});

test('tells each address for itself, and only what it wants to hear', async () => {
  const past = await aPast();
  const all = await aQueue(past.database);
  const few = await aQueue(past.database, { address: 'b', changes: ['regressed'] });
  await past.store([fresh(1)]);
  await past.triage.resolve(idOf(1), 'ada');
  await past.store([fresh(1, { time: Date.now() + minuteMs })]);

  expect((await drain(all)).map(({ change }) => change)).toEqual(['new', 'regressed']);
  expect((await drain(few)).map(({ change }) => change)).toEqual(['regressed']);
});

test('queues nothing while nobody asked for alerts', async () => {
  const past = await aPast();
  await past.store([fresh(1)]);
  await aQueue(past.database);
  await past.database.pool.query(`UPDATE esm.alert_target SET seen_at = now() - interval '61 minutes'`);

  await past.store([fresh(2)]);

  expect((await past.database.pool.query('SELECT FROM esm.alert')).rowCount).toBe(0);
});

test('tells of an escalation, and of one that grew louder than it was muted for', async () => {
  const past = await aPast();
  const queue = await aQueue(past.database, { changes: ['escalating'] });
  await past.store([fresh(1), fresh(2)]);
  await loud(past.database, idOf(1));
  await past.triage.mute(idOf(2), { perMinute: 20 }, 'ada');
  await past.database.pool.query(
    `UPDATE esm.incident SET muted_at = now() - interval '3 minutes' WHERE muted_at < now()`,
  );
  await escalate(past.database);
  await loud(past.database, idOf(2));
  await escalate(past.database);

  const told = await drain(queue);

  expect(told.map((each) => 'incident' in each && [each.change, each.incident.id])).toEqual([
    ['escalating', idOf(1)],
    ['escalating', idOf(2)],
  ]);
});

test('says nothing of what was muted or resolved meanwhile, or put back by undo', async () => {
  const past = await aPast();
  const queue = await aQueue(past.database);
  await past.store([fresh(1), fresh(2), fresh(3)]);
  await past.triage.resolve(idOf(1), 'ada');
  await past.triage.mute(idOf(2), { until: Date.now() + minuteMs }, 'ada');
  await loud(past.database, idOf(3));
  await escalate(past.database);
  await drain(queue);
  await past.database.pool.query(`UPDATE esm.alert SET sent_at = sent_at - interval '2 hours'`);
  await past.triage.resolve(idOf(3), 'ada');
  await past.triage.undo('ada');

  expect(await past.history.incident(idOf(3))).toMatchObject({ status: 'ESCALATING' });
  expect(await drain(queue)).toEqual([]);
});

test('tells the same change of the same incident once an hour', async () => {
  const past = await aPast();
  const queue = await aQueue(past.database, { changes: ['escalating'] });
  await past.store([fresh(1)]);
  const flip = async () => {
    await past.database.pool.query('UPDATE esm.incident SET escalating_at = NULL');
    await past.database.pool.query('UPDATE esm.incident SET escalating_at = now()');
  };

  await flip();
  await flip();
  const first = await drain(queue);
  await flip();
  const again = await drain(queue);
  await past.database.pool.query(`UPDATE esm.alert SET sent_at = sent_at - interval '61 minutes'`);
  await flip();
  const later = await drain(queue);

  expect([first.length, again.length, later.length]).toEqual([1, 0, 1]);
});

test('keeps to the cap and sums up the rest in the last message of the hour', async () => {
  const past = await aPast();
  const queue = await aQueue(past.database, { maxPerHour: 30 });
  await past.store(Array.from({ length: 1_000 }, (_, n) => fresh(n + 1)));

  const atOnce = await drain(queue);
  await past.store([fresh(2_000)]);
  const inTheMinute = await drain(queue);
  await passes(past.database, '1 minute');
  const summedUp = await drain(queue);
  await past.store([fresh(2_001)]);
  await passes(past.database, '2 minutes');
  const full = await drain(queue);
  await passes(past.database, '1 hour');
  const nextHour = await drain(queue);

  expect(atOnce.map(({ change }) => change)).toEqual(new Array(29).fill('new'));
  expect(inTheMinute).toEqual([]);
  expect(summedUp).toMatchObject([{ change: 'summary', more: { new: 972, regressed: 0, escalating: 0 } }]);
  expect(full).toEqual([]);
  expect(nextHour).toMatchObject([{ change: 'summary', more: { new: 1 } }]);
});

test('sums up what could not be sent within an hour, and what began longer ago', async () => {
  const past = await aPast();
  const queue = await aQueue(past.database);
  await past.store([fresh(1), fresh(2, { at: Date.now() - 61 * minuteMs })]);

  const first = await queue.next();
  await passes(past.database, '61 minutes');
  const later = await drain(queue);

  expect(first).toMatchObject({ incident: { id: idOf(1) } });
  expect(later).toMatchObject([{ change: 'summary', more: { new: 2 } }]);
});

test('gives up what nobody took for a day', async () => {
  const past = await aPast();
  const queue = await aQueue(past.database);
  await past.store([fresh(1)]);

  await passes(past.database, '25 hours');

  expect(await drain(queue)).toEqual([]);
  expect(await queue.waiting()).toBe(0);
});

test('tells a group nothing of incidents in logs that are not its own', async () => {
  const past = await aPast();
  const other = await aQueue(past.database, { group: 'another' });
  await past.store([fresh(1)]);

  expect(await drain(other)).toEqual([]);
});

test('says once that no records come, and once that they come again', async () => {
  const past = await aPast();
  const queue = await aQueue(past.database, { silenceMs: 100 });
  const second = await aQueue(past.database, { silenceMs: 100, member: 'second' });
  await past.store([fresh(1)]);
  const told: Alert[] = [];
  const until = (change: Alert['change']) =>
    waitFor(change, async () => {
      told.push(...(await drain(queue)), ...(await drain(second)));
      return told.at(-1)?.change === change;
    });

  await until('silence');
  const silent = await drain(queue);
  await past.store([fresh(1)]);
  await until('silence-over');

  expect(silent).toEqual([]);
  expect(told.map(({ change }) => change)).toEqual(['new', 'silence', 'silence-over']);
});

test('counts the time without records from its own start at the earliest', async () => {
  const past = await aPast();
  await past.database.pool.query(`UPDATE esm.position SET updated_at = now() - interval '1 day'`);
  const queue = await aQueue(past.database, { silenceMs: 10 * minuteMs });

  expect(await queue.next()).toBeUndefined();
});

/** A queue of the store's group, `test`, that holds nothing yet. */
function aQueue(database: Database, some: Partial<AlertQueueOptions> = {}): Promise<AlertQueue> {
  return openAlertQueue({
    database,
    group: 'test',
    address: 'a',
    changes: ['new', 'regressed', 'escalating'],
    silenceMs: undefined,
    maxPerHour: 30,
    member: 'first',
    ...some,
  });
}

function idOf(n: number): string {
  return n.toString(16).padStart(16, '0');
}

/** An error of just now, of the incident with this number. */
function fresh(n: number, some: { readonly at?: number; readonly time?: number } = {}) {
  const at = Date.now();
  return anError({ incident: idOf(n), at, time: at, ...some });
}

/** Sends all that there is to send now. */
async function drain(queue: AlertQueue): Promise<readonly Alert[]> {
  const told: Alert[] = [];
  for (let alert = await queue.next(); alert !== undefined; alert = await queue.next()) {
    await queue.sent(alert.id);
    told.push(alert);
  }
  return told;
}

/** Makes all that was noted of alerts older, as if the time had passed. */
async function passes({ pool }: Database, time: string): Promise<void> {
  await pool.query(`UPDATE esm.alert SET at = at - $1::interval, sent_at = sent_at - $1::interval`, [time]);
  await pool.query(`UPDATE esm.alert_target SET more_since = more_since - $1::interval`, [time]);
}

/** Fifty errors in the last full minute, and in this one, lest the clock moves on. */
async function loud({ pool }: Database, id: string): Promise<void> {
  await pool.query(
    `INSERT INTO esm.folded_incident_minute (fingerprint, minute, count)
     SELECT $1, date_trunc('minute', now()) - n * interval '1 minute', 50 FROM generate_series(0, 1) AS n
     ON CONFLICT (fingerprint, minute) DO UPDATE SET count = excluded.count`,
    [`v1:${id}`],
  );
}
