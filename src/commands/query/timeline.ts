import type { Argv } from 'yargs';
import { wrongFlag } from '../../config/settings.ts';
import { databaseOptions, storeConfig } from '../../config/store-config.ts';
import { durationMs } from '../../time/time-spec.ts';
import type { Context } from '../context.ts';
import { printingOf, printOptions, rangeOf, rangeOptions } from './flags.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Without `--bucket` the rows of a range are at most so many. */
const usualBuckets = 60;
const mostBuckets = 100_000;

const options = {
  ...rangeOptions,
  bucket: {
    type: 'string',
    requiresArg: true,
    describe: 'Length of a row: whole minutes, such as 5m, 1h or 1d',
    defaultDescription: 'what gives at most 60 rows',
  },
  ...printOptions,
  ...databaseOptions,
} as const;

/** Adds `esm-monitor query timeline`. */
export function addTimeline(parser: Argv, context: Context): Argv {
  return parser.command(
    'timeline',
    'Show errors by minute, hour or day; the last 24 hours without --since',
    (yargs) =>
      yargs
        .options(options)
        .example('$0 query timeline --since 7d --bucket 1h', 'a week by hour')
        .example(
          '$0 query timeline --service billing --since "yesterday" --until "today"',
          'one service, one day',
        ),
    async (flags) => {
      const now = Date.now();
      const { zone, services, since, until = now } = rangeOf(flags, now);
      const start = since ?? until - dayMs;
      const bucketMs = bucketOf(flags.bucket, until - start);
      const run = {
        query: { services, since: Math.floor(start / bucketMs) * bucketMs, until, bucketMs },
        printing: printingOf(flags, zone),
        store: storeConfig(flags, context.env),
      };
      const { runTimeline } = await import('./run-timeline.ts');
      await runTimeline(run, context);
    },
  );
}

const usualLengths = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 10_080].map(
  (minutes) => minutes * minuteMs,
);

function bucketOf(text: string | undefined, rangeMs: number): number {
  if (text === undefined) {
    return usualLengths.find((length) => rangeMs / length <= usualBuckets) ?? 30 * dayMs;
  }
  const length = durationMs(text);
  if (
    length === undefined ||
    length < minuteMs ||
    length % minuteMs !== 0 ||
    rangeMs / length > mostBuckets
  ) {
    throw wrongFlag('bucket', text, 'whole minutes, such as 5m, 1h or 1d');
  }
  return length;
}
