import type { Argv } from 'yargs';
import type { Context } from './context.ts';
import { addMute } from './triage/mute.ts';
import { addReopen } from './triage/reopen.ts';
import { addResolve } from './triage/resolve.ts';

/** Adds `esm-monitor resolve`, `mute` and `reopen`. */
export function addTriage(parser: Argv, context: Context): Argv {
  return [addResolve, addMute, addReopen].reduce((commands, add) => add(commands, context), parser);
}
