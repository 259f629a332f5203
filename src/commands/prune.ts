import type { Argv } from 'yargs';
import { retentionDays, retentionOption } from '../config/retention-config.ts';
import { databaseOptions, storeConfig } from '../config/store-config.ts';
import { MonitorError } from '../errors.ts';
import type { CommandHead } from './command-head.ts';
import type { Context } from './context.ts';

const options = {
  ...retentionOption,
  'dry-run': { type: 'boolean', default: false, describe: 'Show what would go, drop nothing' },
  yes: { type: 'boolean', alias: 'y', default: false, describe: "Don't ask" },
  ...databaseOptions,
} as const;

/** Adds `esm-monitor prune`. */
export function addPrune(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) =>
      yargs
        .options(options)
        .example('$0 prune --retention 30d --dry-run', 'what would go')
        .example('$0 prune --retention 30d --yes', 'from a script'),
    async (flags) => {
      const keptDays = retentionDays(flags, context.env);
      if (keptDays === undefined) {
        throw new MonitorError(
          'CONFIG',
          'Prune what is older than what?',
          'Say --retention 30d, or set ESM_RETENTION.',
        );
      }
      const store = storeConfig(flags, context.env);
      const { runPrune } = await import('./run-prune.ts');
      await runPrune({ keptDays, dryRun: flags.dryRun, yes: flags.yes, store }, context);
    },
  );
}
