import { Client } from 'pg';
import type { RecordMix } from './records.ts';

const all = 'critical + error + exception + warn + info + debug + unknown';

/** A fast run that lost or doubled something is no result. @throws Error when the store holds other counts than the mix. */
export async function verifyStored(databaseUrl: string, topic: string, mix: RecordMix): Promise<void> {
  const errors = Math.ceil(mix.records / mix.errorEvery);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ errors: string; kept: string; events: string; by_time: boolean }>(
    `SELECT (SELECT count(*) FROM esm.error JOIN esm.log USING (log_id) WHERE topic = $1) AS errors,
            sum(critical + error + exception) AS kept,
            sum(${all}) AS events,
            (SELECT sum(${all}) FROM esm.total) = (SELECT sum(${all}) FROM esm.minute) AS by_time
       FROM esm.total JOIN esm.log USING (log_id) WHERE topic = $1`,
    [topic],
  );
  await client.end();
  const found = rows[0];
  if (
    Number(found?.errors) !== errors ||
    Number(found?.kept) !== errors ||
    Number(found?.events) !== mix.records ||
    found?.by_time !== true
  ) {
    throw new Error(
      `${topic}: expected ${errors} errors of ${mix.records} events, found ${JSON.stringify(found)}`,
    );
  }
}
