import type { Argv } from 'yargs';
import { storeConfig } from '../../config/store-config.ts';
import type { CommandHead } from '../command-head.ts';
import type { Context } from '../context.ts';
import { triageOptions, withIds } from './flags.ts';

/** Adds `esm-monitor resolve ID`. */
export function addResolve(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) =>
      withIds(yargs)
        .options(triageOptions)
        .example('$0 resolve 9f86d081 --note "fixed in 1.2"', 'one incident')
        .example(
          '$0 query incidents --service old --json | jq -r .id | xargs $0 resolve',
          'all of a service',
        ),
    async (flags) => {
      const { runTriage } = await import('./run-triage.ts');
      await runTriage(
        {
          ids: flags.id,
          done: 'Resolved',
          act: (triage, id, by) => triage.resolve(id, by, flags.note),
          json: flags.json,
          store: storeConfig(flags, context.env),
        },
        context,
      );
    },
  );
}
