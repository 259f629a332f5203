import type { ClientBase } from 'pg';
import { ask } from './ask.ts';
import { sqlState, toMonitorError } from './faults.ts';
import { foldAll, whileNobodyFolds } from './fold.ts';
import type { Database } from './pool.ts';

/** A day of stored errors. */
export type StoredDay = {
  /** `2026-11-23`, in UTC. */
  readonly day: string;
  readonly errors: number;
  readonly bytes: number;
};

/**
 * Days of errors that end at or before `before` (ms since the epoch), oldest first. Errors are counted from the minutes,
 * by their primary key, without a look at the rows.
 */
export async function queryOldDays(database: Database, before: number): Promise<readonly StoredDay[]> {
  return (await ask<DayRow>(database, oldDays, [before])).map(toDay);
}

type DayRow = { readonly day: string; readonly errors: string; readonly bytes: string };

const oldDays = `
SELECT to_char(day, 'YYYY-MM-DD') AS day, pg_total_relation_size(partition) AS bytes,
       (SELECT coalesce(sum(critical + error + exception), 0)
          FROM esm.minute
         WHERE minute >= day AT TIME ZONE 'UTC' AND minute < (day + 1) AT TIME ZONE 'UTC') AS errors
  FROM (SELECT inhrelid AS partition, to_date(substring(relname FROM '^error_(\\d{8})$'), 'YYYYMMDD') AS day
          FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
         WHERE inhparent = 'esm.error'::regclass AND relname ~ '^error_\\d{8}$') AS days
 WHERE (day + 1) AT TIME ZONE 'UTC' <= to_timestamp($1::float8 / 1000)
 ORDER BY day`;

function toDay({ day, errors, bytes }: DayRow): StoredDay {
  return { day, errors: Number(errors), bytes: Number(bytes) };
}

const dayMs = 86_400_000;

/**
 * Drops whole days of errors (UTC) that end at or before `before`, then the minutes and dead letters of those days.
 * Incidents and totals stay.
 *
 * Ingest goes on: it waits for some milliseconds a day. A day that a long query holds on to is left for the next call.
 *
 * @returns The days dropped; undefined when another member is at it.
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function prune(
  database: Database,
  before: number,
  onDay: (day: StoredDay) => void = () => {},
): Promise<readonly StoredDay[] | undefined> {
  try {
    const client = await database.pool.connect();
    try {
      if (!(await isOurTurn(client))) return undefined;
      // Asked now that it is our turn: another member may have dropped some just before.
      const days = (await client.query<DayRow>(oldDays, [before])).rows.map(toDay);
      const dropped: StoredDay[] = [];
      for (const day of days) {
        if (!(await dropDay(client, day.day))) break;
        dropped.push(day);
        onDay(day);
      }
      const left = days[dropped.length];
      await sweep(client, left === undefined ? Math.floor(before / dayMs) * dayMs : Date.parse(left.day));
      return dropped;
    } finally {
      await client.query(`SELECT pg_advisory_unlock(hashtext('esm.prune'))`).catch(() => {});
      client.release();
    }
  } catch (error) {
    throw toMonitorError(error, database.address);
  }
}

async function isOurTurn(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ ours: boolean }>(
    `SELECT pg_try_advisory_lock(hashtext('esm.prune')) AS ours`,
  );
  return rows[0]?.ours === true;
}

/** Answers false when the day is not there, or somebody reads it for longer than we want to keep others waiting. */
async function dropDay(client: ClientBase, day: string): Promise<boolean> {
  try {
    const { rows } = await client.query<{ ours: boolean }>('SELECT esm.drop_day($1::date) AS ours', [day]);
    return rows[0]?.ours === true;
  } catch (error) {
    if (waitsTooLong.includes(sqlState(error) ?? '')) return false;
    throw error;
  }
}

/** What esm.drop_day ends with at its lock_timeout, and where a member that copies errors and it wait for each other. */
const waitsTooLong = ['55P03', '40P01'];

const rowsAtOnce = 20_000;

/**
 * What has no days of its own goes in small steps, so that no statement is long. What was counted of that time and is not
 * folded yet is folded first, and goes with it. An error with a Kafka timestamp of another time goes with its neighbours
 * in the log: what is dropped here is what `save-batch.ts` takes for dropped. As long as it stays, its hour stays whole, so
 * that minutes and hours are what the rows say.
 *
 * @param before - The beginning of a day in UTC, ms since the epoch.
 */
async function sweep(client: ClientBase, before: number): Promise<void> {
  await whileNobodyFolds(client, () => foldAll(client));
  const { rows } = await client.query<{ hours: readonly Date[] }>(keptHoursSql, [before]);
  const isGone = (time: string) =>
    `${time} < ${old} AND date_trunc('hour', ${time}, 'UTC') <> ALL ($2::timestamptz[])`;
  const steps = [
    { table: 'esm.folded_minute', which: isGone('minute') },
    { table: 'esm.folded_hour', which: isGone('hour') },
    { table: 'esm.folded_incident_hour', which: isGone('hour') },
    { table: 'esm.folded_incident_minute', which: isGone('minute') },
    { table: 'esm.error_other', which: `${isGone('at')} AND ${isDropped}` },
  ];
  for (const { table, which } of steps)
    await sweepTable(client, table, which, [before, rows[0]?.hours ?? []]);
  await sweepTable(client, 'esm.dead_letter', `set_aside_at < ${old}`, [before]);
}

const old = 'to_timestamp($1::float8 / 1000)';
const isDropped = `EXISTS (
  SELECT FROM esm.log WHERE log.log_id = error_other.log_id AND "offset" < pruned AND at < pruned_until)`;

/** Old hours with an error that stays. */
const keptHoursSql = `
SELECT ARRAY(SELECT DISTINCT date_trunc('hour', at, 'UTC') FROM esm.error_other
              WHERE at < ${old} AND NOT ${isDropped}) AS hours`;

async function sweepTable(
  client: ClientBase,
  table: string,
  which: string,
  values: readonly unknown[],
): Promise<void> {
  const step = `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${which} LIMIT ${rowsAtOnce}))`;
  for (let deleted = rowsAtOnce; deleted === rowsAtOnce; ) {
    const { rowCount } = await whileNobodyFolds(client, () => client.query(step, [...values]));
    deleted = rowCount ?? 0;
  }
}
