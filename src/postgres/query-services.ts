import type { SeverityCounts } from '../types.ts';
import { ask } from './ask.ts';
import { countsBetween, sums } from './counts-between.ts';
import type { Database } from './pool.ts';
import { type TotalRow, toCounts } from './total-row.ts';

/** What is stored of a service. */
export type ServiceSummary = {
  readonly service: string;
  readonly counts: SeverityCounts;
  readonly errors: number;
  readonly events: number;
  /** Kafka timestamps of its first and last stored error, ms since the epoch; null without one. */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
};

/** Which services are asked for; none named means all. */
export type ServiceQuery = {
  readonly services: readonly string[];
  /** Whole minutes are counted; undefined is open. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly sort: 'errors' | 'last-seen' | 'service';
  readonly limit: number;
};

type ServiceRow = TotalRow & {
  readonly errors: string;
  readonly events: string;
  readonly first_seen: Date | null;
  readonly last_seen: Date | null;
};

/**
 * Services with their counts: of a range from the hours and, at its ends, the minutes, of all time from the totals, which retention
 * leaves whole. First and last error are found by error_service.
 *
 * @throws MonitorError when Postgres can't be reached or refuses.
 */
export async function queryServices(
  database: Database,
  query: ServiceQuery,
): Promise<readonly ServiceSummary[]> {
  const { services, since, until, sort, limit } = query;
  const ranged = since !== undefined || until !== undefined;
  const range = { since: wholeMinute(since), until: wholeMinute(until) };
  const counted = ranged ? countsBetween(range, true, 5) : { from: 'esm.total', values: [] };
  const rows = await ask<ServiceRow>(
    database,
    `WITH counted AS (
       SELECT service, ${sums}
         FROM ${counted.from}
        WHERE $1::text[] IS NULL OR service = ANY ($1)
        GROUP BY service
     )
     SELECT counted.*, critical + error + exception AS errors,
            critical + error + exception + warn + info + debug + unknown AS events, first_seen, last_seen
       FROM counted
      CROSS JOIN LATERAL (
            SELECT min(at) AS first_seen, max(at) AS last_seen
              FROM esm.error
             WHERE error.service = counted.service
               AND at >= coalesce(to_timestamp($2::float8 / 1000), '-infinity')
               AND at < coalesce(to_timestamp($3::float8 / 1000), 'infinity')) AS seen
      ORDER BY ${orderOf[sort]}
      LIMIT $4`,
    [
      services.length === 0 ? null : services,
      range.since ?? null,
      range.until ?? null,
      limit,
      ...counted.values,
    ],
  );
  return rows.map((row) => ({
    service: row.service,
    counts: toCounts(row),
    errors: Number(row.errors),
    events: Number(row.events),
    firstSeen: row.first_seen?.getTime() ?? null,
    lastSeen: row.last_seen?.getTime() ?? null,
  }));
}

const orderOf = {
  errors: 'errors DESC, service',
  'last-seen': 'last_seen DESC NULLS LAST, service',
  service: 'service',
} as const;

/** The start of the minute. */
function wholeMinute(instant: number | undefined): number | undefined {
  return instant === undefined ? undefined : Math.floor(instant / 60_000) * 60_000;
}
