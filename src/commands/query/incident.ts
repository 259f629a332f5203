import type { Argv } from 'yargs';
import { databaseOptions, storeConfig } from '../../config/store-config.ts';
import { createZone } from '../../time/time-zone.ts';
import type { Context } from '../context.ts';
import { printingOf, printOptions, rangeOptions } from './flags.ts';

const { json, output, pager } = printOptions;
const options = {
  tz: rangeOptions.tz,
  samples: { type: 'number', requiresArg: true, default: 5, describe: 'Show so many of its newest errors' },
  json: { ...json, describe: 'One JSON object' },
  output,
  pager,
  ...databaseOptions,
} as const;

/** Adds `esm-monitor query incident ID`. */
export function addIncident(parser: Argv, context: Context): Argv {
  return parser.command(
    'incident <id>',
    'Tell the whole story of one incident: history, samples, stack, triage, positions',
    (yargs) =>
      yargs
        .positional('id', {
          type: 'string',
          demandOption: true,
          describe: 'Its id, or the first 4 digits or more',
        })
        .options(options)
        .example('$0 query incident 9f86d081', 'as a page')
        .example('$0 query incident 9f86d081 --json | jq .samples[0].stack', 'for a script'),
    async (flags) => {
      const run = {
        id: flags.id,
        samples: Math.min(Math.max(Math.trunc(flags.samples), 1), 1_000),
        printing: printingOf(flags, createZone(flags.tz)),
        store: storeConfig(flags, context.env),
      };
      const { runIncident } = await import('./run-incident.ts');
      await runIncident(run, context);
    },
  );
}
