import type { SeverityCounts } from '../types.ts';
import { ask } from './ask.ts';
import type { Database } from './pool.ts';
import { type CountsRow, toCounts } from './total-row.ts';

export type Stats = {
  /** Events of all services, of all time: retention leaves the totals whole. */
  readonly counts: SeverityCounts;
  /** Services with errors, those with the most first. */
  readonly services: readonly { readonly service: string; readonly errors: number }[];
  /** Kafka timestamp of the newest stored error, ms since the epoch; null without one. */
  readonly lastErrorAt: number | null;
};

/**
 * Counts of the whole store; `limit` bounds the services. The totals are read whole, a row a service and what is not
 * folded yet; the newest error is served by error_at.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryStats(database: Database, limit: number): Promise<Stats> {
  const [sums] = await ask<CountsRow & { readonly last_error_at: Date | null }>(
    database,
    `SELECT coalesce(sum(critical), 0) AS critical, coalesce(sum(error), 0) AS error,
            coalesce(sum(exception), 0) AS exception, coalesce(sum(warn), 0) AS warn, coalesce(sum(info), 0) AS info,
            coalesce(sum(debug), 0) AS debug, coalesce(sum(unknown), 0) AS unknown,
            (SELECT max(at) FROM esm.error) AS last_error_at
       FROM esm.total`,
  );
  const services = await ask<{ readonly service: string; readonly errors: string }>(
    database,
    `SELECT service, sum(critical + error + exception) AS errors
       FROM esm.total
      GROUP BY service
     HAVING sum(critical + error + exception) > 0
      ORDER BY errors DESC, service
      LIMIT $1`,
    [limit],
  );
  if (sums === undefined) throw new Error('sums without a GROUP BY are always one row');
  return {
    counts: toCounts(sums),
    services: services.map(({ service, errors }) => ({ service, errors: Number(errors) })),
    lastErrorAt: sums.last_error_at?.getTime() ?? null,
  };
}
