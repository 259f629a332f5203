import type { Argv } from 'yargs';
import { wrongFlag } from '../../config/settings.ts';
import { databaseOptions, storeConfig } from '../../config/store-config.ts';
import type { Context } from '../context.ts';
import { failOnOf, failOnOption } from './fail-on.ts';
import { filterOf, filterOption } from './filter-flag.ts';
import {
  levelOption,
  levelsOf,
  limitOf,
  pageOptions,
  printingOf,
  printOptions,
  rangeOf,
  rangeOptions,
} from './flags.ts';

const options = {
  ...rangeOptions,
  ...levelOption,
  incident: {
    type: 'string',
    requiresArg: true,
    describe: 'Only errors of this incident: its id or a prefix',
  },
  ...filterOption,
  sort: { choices: ['newest', 'oldest'], default: 'newest', describe: 'Which come first' },
  ...pageOptions,
  ...printOptions,
  ...failOnOption,
  ...databaseOptions,
} as const;

/** Adds `esm-monitor query` itself: the stored errors. */
export function addErrors(parser: Argv, context: Context): Argv {
  return parser.command(
    '$0',
    'Show stored errors, newest first',
    (yargs) =>
      yargs
        .options(options)
        .example('$0 query --service billing --since 2h', 'errors of one service in the last two hours')
        .example('$0 query --since "yesterday 02:00" --until "yesterday 04:00"', 'what failed in the night')
        .example(
          '$0 query --since 1d --filter "timeout service:pay* -host:*-canary"',
          'the words of the screen',
        )
        .example('$0 query --level critical --json | jq .stack', 'as JSON lines')
        .example('$0 query --limit 1000000 --csv --output errors.csv', 'many, to a file'),
    async (flags) => {
      const { zone, ...range } = rangeOf(flags, Date.now());
      const { sort } = flags;
      if (sort !== 'newest' && sort !== 'oldest') throw wrongFlag('sort', sort, 'newest or oldest');
      const run = {
        query: { ...range, levels: levelsOf(flags.level), limit: limitOf(flags.limit), order: sort },
        incident: flags.incident,
        filter: await filterOf(flags.filter),
        cursor: flags.cursor,
        failOn: failOnOf(flags.failOn),
        printing: printingOf(flags, zone),
        store: storeConfig(flags, context.env),
      };
      const { runErrors } = await import('./run-errors.ts');
      await runErrors(run, context);
    },
  );
}
