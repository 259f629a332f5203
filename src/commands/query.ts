import type { Argv } from 'yargs';
import { databaseOptions, queryConfig, queryOptions, storeConfig } from '../config.ts';
import type { Context } from './context.ts';

/** Adds `esm-monitor query`. */
export function addQuery(parser: Argv, context: Context): Argv {
  return parser.command(
    'query',
    'Show stored errors, newest first',
    (yargs) =>
      yargs
        .options({ ...queryOptions, ...databaseOptions })
        .example('$0 query --service billing --since 2h', 'errors of one service in the last two hours')
        .example('$0 query --level critical --json | jq .stack', 'as JSON lines'),
    async (flags) => {
      const query = queryConfig(flags, Date.now());
      const store = storeConfig(flags, context.env);
      const { runQuery } = await import('./run-query.ts');
      await runQuery({ query, store, json: flags.json }, context);
    },
  );
}
