import type { TimelineBucket } from '../types.ts';
import { ask } from './ask.ts';
import type { Database } from './pool.ts';

type BucketRow = {
  readonly at: Date;
  readonly critical: string;
  readonly error: string;
  readonly exception: string;
  readonly warn: string;
  readonly info: string;
  readonly debug: string;
  readonly unknown: string;
};

/**
 * Events by bucket, all services together, oldest first, empty buckets left out.
 *
 * Served by minute_minute, in whose order the minutes are summed first: that needs no sort of every row.
 */
export async function queryTimeline(
  database: Database,
  range: { readonly since: number; readonly until: number; readonly bucketMs: number },
  services: readonly string[] = [],
): Promise<readonly TimelineBucket[]> {
  const rows = await ask<BucketRow>(
    database,
    `SELECT date_bin(make_interval(secs => $3), minute, 'epoch') AS at,
            sum(critical) AS critical, sum(error) AS error, sum(exception) AS exception, sum(warn) AS warn,
            sum(info) AS info, sum(debug) AS debug, sum(unknown) AS unknown
       FROM (SELECT minute, sum(critical) AS critical, sum(error) AS error, sum(exception) AS exception,
                    sum(warn) AS warn, sum(info) AS info, sum(debug) AS debug, sum(unknown) AS unknown
               FROM esm.minute
              WHERE minute >= to_timestamp($1::float8 / 1000) AND minute < to_timestamp($2::float8 / 1000)
                AND ($4::text[] IS NULL OR service = ANY ($4))
              GROUP BY minute) AS minutes
      GROUP BY 1 ORDER BY 1`,
    [range.since, range.until, range.bucketMs / 1_000, services.length === 0 ? null : services],
  );
  return rows.map((row) => ({
    at: row.at.getTime(),
    counts: {
      CRITICAL: Number(row.critical),
      ERROR: Number(row.error),
      EXCEPTION: Number(row.exception),
      WARN: Number(row.warn),
      INFO: Number(row.info),
      DEBUG: Number(row.debug),
      UNKNOWN: Number(row.unknown),
    },
  }));
}
