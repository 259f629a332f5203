import type { Argv } from 'yargs';
import { databaseOptions } from '../../config/store-config.ts';

/** Flags of all decisions about incidents. */
export const triageOptions = {
  note: { type: 'string', requiresArg: true, describe: 'Why, for those who read the triage log later' },
  json: { type: 'boolean', default: false, describe: 'The incidents as JSON lines' },
  ...databaseOptions,
} as const;

/** `<id..>`: one incident or several. */
export function withIds<T>(yargs: Argv<T>) {
  return yargs.positional('id', {
    type: 'string',
    array: true,
    demandOption: true,
    describe: 'Ids of incidents, or their first 4 digits or more',
  });
}
