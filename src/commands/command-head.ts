import type { Argv } from 'yargs';
import type { Context } from './context.ts';

/** A command as a list of commands shows it. */
export type CommandHead = {
  /** Its name, and what stands behind it: `resolve <id..>`. */
  readonly usage: string;
  readonly describe: string;
};

/** Adds a command with its flags. */
export type AddCommand = (parser: Argv, head: CommandHead, context: Context) => Argv;
