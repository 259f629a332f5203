import type { StoreConfig } from '../../config/store-config.ts';
import { timelineRows } from '../../output/rows/timeline-rows.ts';
import { queryTimeline } from '../../postgres/query-timeline.ts';
import { errorsIn, noEvents } from '../../severity-counts.ts';
import type { TimelineBucket } from '../../types.ts';
import type { Context } from '../context.ts';
import type { Printing } from './flags.ts';
import { runListing } from './run-listing.ts';

export type TimelineRun = {
  readonly query: {
    readonly services: readonly string[];
    readonly since: number;
    readonly until: number;
    readonly bucketMs: number;
  };
  readonly printing: Printing;
  readonly store: StoreConfig;
};

/** Prints all buckets from the first to the last that holds something, so that gaps are seen as what they are. */
export async function runTimeline({ query, printing, store }: TimelineRun, context: Context): Promise<void> {
  await runListing<TimelineBucket>(
    {
      pages: async function* (database) {
        const rows = withGaps(await queryTimeline(database, query, query.services), query.bucketMs);
        if (rows.length > 0) yield { rows };
      },
      form: (rows) => timelineRows(rows.reduce((most, { counts }) => Math.max(most, errorsIn(counts)), 0)),
      empty: 'Nothing was counted in that time. Widen --since.',
    },
    printing,
    store,
    context,
  );
}

function withGaps(buckets: readonly TimelineBucket[], bucketMs: number): readonly TimelineBucket[] {
  const filled: TimelineBucket[] = [];
  for (const bucket of buckets) {
    const last = filled.at(-1)?.at ?? bucket.at;
    for (let at = last + bucketMs; at < bucket.at; at += bucketMs) filled.push({ at, counts: noEvents });
    filled.push(bucket);
  }
  return filled;
}
