import type { Argv } from 'yargs';
import { storeConfig } from '../../config/store-config.ts';
import type { CommandHead } from '../command-head.ts';
import type { Context } from '../context.ts';
import { triageOptions, withIds } from './flags.ts';

/** Adds `esm-monitor reopen ID`. */
export function addReopen(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) => withIds(yargs).options(triageOptions).example('$0 reopen 9f86d081', 'one incident'),
    async (flags) => {
      const { runTriage } = await import('./run-triage.ts');
      await runTriage(
        {
          ids: flags.id,
          done: 'Reopened',
          act: (triage, id, by) => triage.reopen(id, by, flags.note),
          json: flags.json,
          store: storeConfig(flags, context.env),
        },
        context,
      );
    },
  );
}
