import { Client } from 'pg';
import type { RecordMix } from './records.ts';

const all = 'critical + error + exception + warn + info + debug + unknown';
const kept = 'critical + error + exception';

/** Events that the store has counted, of all topics; none where it has no tables yet. */
export async function countedEvents(databaseUrl: string): Promise<number> {
  const [made] = await ask<{ made: boolean }>(
    databaseUrl,
    `SELECT to_regclass('esm.total') IS NOT NULL AS made`,
  );
  if (made?.made !== true) return 0;
  const [counted] = await ask<{ events: string }>(
    databaseUrl,
    `SELECT coalesce(sum(${all}), 0) AS events FROM esm.total`,
  );
  return Number(counted?.events);
}

/**
 * A fast run that lost or doubled something is no result: the topic's errors and the run's events are those of the mix, and
 * what the store counts by service is what it counts by time, and of errors what it holds.
 *
 * @param before - `countedEvents` before the run, which nothing else stored beside.
 * @throws Error when it is not so.
 */
export async function verifyStored(
  databaseUrl: string,
  topic: string,
  mix: RecordMix,
  before: number,
): Promise<void> {
  const errors = Math.ceil(mix.records / mix.errorEvery);
  const [found] = await ask<{ errors: string; events: string; kept: boolean; by_time: boolean }>(
    databaseUrl,
    `SELECT (SELECT count(*) FROM esm.error JOIN esm.log USING (log_id) WHERE topic = $1) AS errors,
            sum(${all}) - $2::bigint AS events,
            sum(${kept}) = (SELECT count(*) FROM esm.error) AS kept,
            sum(${all}) = (SELECT sum(${all}) FROM esm.minute) AS by_time
       FROM esm.total`,
    [topic, before],
  );
  const isRight = Number(found?.errors) === errors && Number(found?.events) === mix.records;
  if (!isRight || found?.kept !== true || found.by_time !== true) {
    throw new Error(
      `${topic}: expected ${errors} errors of ${mix.records} events, found ${JSON.stringify(found)}`,
    );
  }
}

/**
 * A row that says how many incidents a topic has was measured with as many.
 *
 * @throws Error when it was not so.
 */
export async function verifyIncidents(databaseUrl: string, topic: string, incidents: number): Promise<void> {
  const [found] = await ask<{ incidents: number }>(
    databaseUrl,
    `SELECT count(DISTINCT incident_id)::integer AS incidents
       FROM esm.error JOIN esm.log USING (log_id) JOIN esm.fingerprint USING (fingerprint)
      WHERE topic = $1`,
    [topic],
  );
  if (found?.incidents !== incidents) {
    throw new Error(`${topic}: expected ${incidents} incidents, found ${found?.incidents}`);
  }
}

async function ask<Row extends object>(
  databaseUrl: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(sql, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}
