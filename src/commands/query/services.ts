import type { Argv } from 'yargs';
import { databaseOptions, storeConfig } from '../../config/store-config.ts';
import type { Context } from '../context.ts';
import { limitOf, printingOf, printOptions, rangeOf, rangeOptions } from './flags.ts';

const serviceSorts = ['errors', 'last-seen', 'service'] as const;

const options = {
  ...rangeOptions,
  sort: { choices: serviceSorts, default: 'errors', describe: 'Most errors, latest error, or by name' },
  limit: { type: 'number', requiresArg: true, default: 500, describe: 'At most so many' },
  ...printOptions,
  ...databaseOptions,
} as const;

/** Adds `esm-monitor query services`. */
export function addServices(parser: Argv, context: Context): Argv {
  return parser.command(
    'services',
    'Show services with their counts: of all time, or of the whole minutes from --since to --until',
    (yargs) =>
      yargs
        .options(options)
        .example('$0 query services --since 1h', 'who fails just now')
        .example('$0 query services --csv --output services.csv', 'for a spreadsheet'),
    async (flags) => {
      const { zone, ...range } = rangeOf(flags, Date.now());
      const sort = serviceSorts.find((each) => each === flags.sort) ?? 'errors';
      const run = {
        query: { ...range, sort, limit: limitOf(flags.limit) },
        printing: printingOf(flags, zone),
        store: storeConfig(flags, context.env),
      };
      const { runServices } = await import('./run-services.ts');
      await runServices(run, context);
    },
  );
}
