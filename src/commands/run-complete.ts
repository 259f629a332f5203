import { commandTree } from '../completion/command-tree.ts';
import { complete } from '../completion/complete.ts';
import { linesFor, shells } from '../completion/shells.ts';
import { createValues } from '../completion/values.ts';
import { configFileOptions, withConfigFile } from '../config/config-file.ts';
import type { Environment } from '../config/settings.ts';
import { commandsFor } from './all-commands.ts';
import type { Context } from './context.ts';

/**
 * Answers a shell that completes a command line: the shell's name, then the words up to the cursor. Whatever is amiss with
 * the configuration or a server is no error here: there is just less to offer.
 */
export async function runComplete([shellName, ...words]: readonly string[], context: Context): Promise<void> {
  const shell = shells.find((each) => each === shellName) ?? 'bash';
  const env = await settledEnvironment(words, context.env);
  const addCommands = await commandsFor(words, context);
  const commands = commandTree((parser) => addCommands(parser).options(configFileOptions));
  const found = await complete(commands, words, createValues(env));
  context.stdout.write(linesFor(shell, found, words));
}

/** The environment as the command itself would have it, from what was typed so far. */
async function settledEnvironment(words: readonly string[], env: Environment): Promise<Environment> {
  const typed = (flag: string) => words[words.lastIndexOf(flag) + 1];
  const flags = {
    ...(words.includes('--config') && { config: typed('--config') }),
    ...(words.includes('--profile') && { profile: typed('--profile') }),
  };
  const named = {
    ...(words.includes('--brokers') && { KAFKA_BROKERS: typed('--brokers') }),
    ...(words.includes('--config') && { ESM_CONFIG: typed('--config') }),
  };
  const settled = await withConfigFile(flags, env, () => {}).catch(() => env);
  return { ...settled, ...named };
}
