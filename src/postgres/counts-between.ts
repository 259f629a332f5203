/** A part of a statement, and the values of its parameters. */
export type Counts = { readonly from: string; readonly values: readonly string[] };

export const hourMs = 3_600_000;

const columns = ['critical', 'error', 'exception', 'warn', 'info', 'debug', 'unknown'];
/** Sums of all counts, under the names of their columns. */
export const sums = columns.map((column) => `sum(${column}) AS ${column}`).join(', ');

/**
 * A table of rows `service, at, critical … unknown` whose counts are those of the minutes that begin in `[since, until)`,
 * in ms since the epoch; an end that is undefined is open.
 *
 * @param byHour - A row may stand for a whole hour: a week has 60 times fewer rows. Served by the primary key of folded_hour,
 * else of folded_minute.
 * @param parameter - Number of the first of its four parameters.
 */
export function countsBetween(
  range: { readonly since: number | undefined; readonly until: number | undefined },
  byHour: boolean,
  parameter: number,
): Counts {
  const since = range.since ?? Number.NEGATIVE_INFINITY;
  const until = Math.max(since, range.until ?? Number.POSITIVE_INFINITY);
  const firstHour = byHour ? Math.min(Math.ceil(since / hourMs) * hourMs, until) : until;
  const endOfHours = byHour ? Math.max(Math.floor(until / hourMs) * hourMs, firstHour) : until;
  const part = (unit: 'minute' | 'hour', first: number) =>
    `SELECT service, ${unit} AS at, ${columns.join(', ')} FROM esm.${unit}
      WHERE ${unit} >= $${first}::timestamptz AND ${unit} < $${first + 1}::timestamptz`;
  const parts = [part('minute', parameter), part('hour', parameter + 1), part('minute', parameter + 2)];
  return {
    from: `(${parts.join(' UNION ALL ')}) AS counts`,
    values: [inWords(since), inWords(firstHour), inWords(endOfHours), inWords(until)],
  };
}

/** As Postgres reads it. */
function inWords(instant: number): string {
  if (Number.isFinite(instant)) return new Date(instant).toISOString();
  return instant > 0 ? 'infinity' : '-infinity';
}
