import type { Argv } from 'yargs';
import { listOf, wrongFlag } from '../../config/settings.ts';
import { databaseOptions, storeConfig } from '../../config/store-config.ts';
import type { IncidentStatus } from '../../types.ts';
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

const incidentSorts = ['last-seen', 'first-seen', 'count'] as const;

const options = {
  ...rangeOptions,
  ...levelOption,
  status: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'Only these: new, ongoing, escalating, regressed, resolved, muted',
  },
  ...filterOption,
  sort: {
    choices: incidentSorts,
    default: 'last-seen',
    describe: 'The latest, the newest or the most frequent first',
  },
  ...pageOptions,
  ...printOptions,
  ...failOnOption,
  ...databaseOptions,
} as const;

/** Adds `esm-monitor query incidents`. */
export function addIncidents(parser: Argv, context: Context): Argv {
  return parser.command(
    'incidents',
    'Show incidents: errors grouped into problems; --since and --until look at when they were last seen',
    (yargs) =>
      yargs
        .options(options)
        .example('$0 query incidents --since 1d --sort count', 'the most frequent problems of a day')
        .example('$0 query incidents --status new,regressed', 'what is new, or back')
        .example(
          '$0 query incidents --since 10m --fail-on new,regressed',
          'for a script: did the deploy break it?',
        ),
    async (flags) => {
      const { zone, services, since, until } = rangeOf(flags, Date.now());
      const sort = incidentSorts.find((each) => each === flags.sort);
      const run = {
        query: {
          services,
          levels: levelsOf(flags.level),
          statuses: statusesOf(flags.status),
          ...(since === undefined ? {} : { since }),
          ...(until === undefined ? {} : { until }),
          ...(sort === undefined ? {} : { sort }),
          limit: limitOf(flags.limit),
        },
        filter: await filterOf(flags.filter),
        cursor: flags.cursor,
        failOn: failOnOf(flags.failOn),
        printing: printingOf(flags, zone),
        store: storeConfig(flags, context.env),
      };
      const { runIncidents } = await import('./run-incidents.ts');
      await runIncidents(run, context);
    },
  );
}

const statuses: readonly IncidentStatus[] = [
  'NEW',
  'ONGOING',
  'ESCALATING',
  'RESOLVED',
  'REGRESSED',
  'MUTED',
];

function statusesOf(status: readonly string[] | undefined): readonly IncidentStatus[] {
  return listOf(status?.join(',') ?? '').map((text) => {
    const found = statuses.find((each) => each === text.toUpperCase());
    if (found === undefined) throw wrongFlag('status', text, statuses.join(', ').toLowerCase());
    return found;
  });
}
