import type { TimelineBucket } from '../types.ts';
import { ask } from './ask.ts';
import { countsBetween, hourMs, sums } from './counts-between.ts';
import type { Database } from './pool.ts';
import { type CountsRow, toCounts } from './total-row.ts';

type BucketRow = CountsRow & { readonly at: Date };

/**
 * Events by bucket, all services together, oldest first, empty buckets left out.
 *
 * Buckets of whole hours are summed up from the hours, and at the ends of the range from the minutes, each by its primary
 * key. They are summed by that instant first, whose values are few, so that few are put into buckets.
 */
export async function queryTimeline(
  database: Database,
  range: { readonly since: number; readonly until: number; readonly bucketMs: number },
  services: readonly string[] = [],
): Promise<readonly TimelineBucket[]> {
  const { from, values } = countsBetween(range, range.bucketMs % hourMs === 0, 3);
  const rows = await ask<BucketRow>(
    database,
    `SELECT date_bin(make_interval(secs => $1), at, 'epoch') AS at, ${sums}
       FROM (SELECT at, ${sums}
               FROM ${from}
              WHERE $2::text[] IS NULL OR service = ANY ($2)
              GROUP BY at) AS instants
      GROUP BY 1 ORDER BY 1`,
    [range.bucketMs / 1_000, services.length === 0 ? null : services, ...values],
  );
  return rows.map((row) => ({ at: row.at.getTime(), counts: toCounts(row) }));
}
