import { Client } from 'pg';
import { numbered } from '../../support/numbered-records.ts';
import { totalsInPostgres } from '../../support/oracle.ts';
import type { FaultWorld } from './fault-world.ts';
import { judgeFollowers, untilRead, type Verdict } from './judge.ts';

/** Numbers of which Postgres can tell whether they are errors: too many for this process to list. */
export type Numbers = {
  /** How many there are in the topic, each once, number n in partition n mod 6. */
  readonly events: number;
  readonly errors: number;
  /** Whether the number `n` is an error, as SQL. */
  readonly isErrorSql: string;
};

/** `judge` for millions of records: what is stored is compared in Postgres. */
export async function judgeNumbers(world: FaultWorld, numbers: Numbers): Promise<Verdict> {
  const { events, errors, isErrorSql } = numbers;
  await untilRead(world);
  const stored = await storedErrors(world, isErrorSql, events);
  const totals = await totalsInPostgres(world.databaseUrl);
  const counted = totals.map(({ counts }) => Object.values(counts).reduce((sum, count) => sum + count, 0));
  const countedEvents = counted.reduce((sum, count) => sum + count, 0);
  const countedErrors = totals.reduce(
    (sum, { counts }) => sum + counts.ERROR + counts.CRITICAL + counts.EXCEPTION,
    0,
  );
  const lost = errors - stored.expected + Math.max(0, events - countedEvents);
  const doubled = stored.all - stored.expected + Math.max(0, countedEvents - events);
  const problems = [
    ...(lost > 0 ? [`a: ${lost} lost`] : []),
    ...(doubled > 0 ? [`a: ${doubled} doubled`] : []),
    ...(countedErrors === stored.all ? [] : [`b: ${countedErrors} errors in the totals, ${stored.all} rows`]),
    ...(await judgeFollowers(world, events)),
  ];
  return { lost, doubled, problems };
}

/** A coordinate is a primary key, so no row stands there twice. */
async function storedErrors({ databaseUrl, topic }: FaultWorld, isErrorSql: string, events: number) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ all: string; expected: string }>(
      `SELECT count(*) AS all, count(*) FILTER (WHERE n < $2 AND (${isErrorSql})) AS expected
         FROM (SELECT "offset" * ${numbered.partitions} + partition AS n
                 FROM esm.error JOIN esm.log USING (log_id) WHERE topic = $1) AS numbers`,
      [topic, events],
    );
    return { all: Number(rows[0]?.all), expected: Number(rows[0]?.expected) };
  } finally {
    await client.end();
  }
}
