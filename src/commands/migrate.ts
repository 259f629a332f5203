import type { Argv } from 'yargs';
import { storeConfig } from '../config/store-config.ts';
import type { CommandHead } from './command-head.ts';
import type { Context } from './context.ts';

/** Adds `esm-monitor migrate`. */
export function addMigrate(parser: Argv, { usage, describe }: CommandHead, context: Context): Argv {
  return parser.command(
    usage,
    describe,
    (yargs) =>
      yargs.example(
        'DATABASE_URL=postgres://esm_owner@db/esm $0 migrate',
        'after an upgrade, where watch runs as esm_app',
      ),
    async () => {
      const { runMigrate } = await import('./run-migrate.ts');
      await runMigrate(storeConfig({}, context.env), context);
    },
  );
}
