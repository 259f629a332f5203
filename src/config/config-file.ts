import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MonitorError } from '../errors.ts';
import { configFolder } from './folders.ts';
import type { ConfigFile, FileSetting } from './parse-config-file.ts';
import type { Environment } from './settings.ts';

/** Options for yargs, the same in every command. */
export const configFileOptions = {
  config: {
    type: 'string',
    requiresArg: true,
    describe: 'Configuration file [ESM_CONFIG]',
    defaultDescription: "esm-monitor.yaml in the user's config folder",
  },
  profile: {
    type: 'string',
    requiresArg: true,
    describe: 'Take the settings of this profile of the file [ESM_PROFILE]',
    defaultDescription: 'none',
  },
} as const;

/**
 * Puts the configuration file below the environment: what the environment says wins over the wanted profile, and the
 * profile over what stands at the top of the file.
 *
 * @param warn - Hears of a file with a secret that others can read.
 * @returns The environment itself when there is no file and none was asked for.
 * @throws MonitorError `CONFIG` for a file that can't be read, is wrong, or lacks the profile.
 */
export async function withConfigFile(
  flags: { readonly config?: string | undefined; readonly profile?: string | undefined },
  env: Environment,
  warn: (text: string) => void,
): Promise<Environment> {
  const named = flags.config ?? (env.ESM_CONFIG || undefined);
  const profile = flags.profile ?? (env.ESM_PROFILE || undefined);
  const path = named ?? join(configFolder(env), 'esm-monitor.yaml');
  const text = await readText(path, named !== undefined);
  if (text === undefined) {
    if (profile !== undefined) throw noProfile(profile, path, []);
    return env;
  }
  const { parseConfigFile } = await import('./parse-config-file.ts'); // a start without a file need not load YAML
  const file = parseConfigFile(text, path);
  if (file.holdsSecret && (await othersRead(path))) {
    warn(`${path} holds a secret and others can read it: chmod 600 ${path}`);
  }
  return layered(env, [...profileSettings(file, profile, path), ...file.settings]);
}

/** Names of the profiles in the configuration file. Rejects with MonitorError `CONFIG` for a file that can't be read. */
export async function profilesOf(env: Environment): Promise<readonly string[]> {
  const named = env.ESM_CONFIG || undefined;
  const path = named ?? join(configFolder(env), 'esm-monitor.yaml');
  const text = await readText(path, named !== undefined);
  if (text === undefined) return [];
  const { parseConfigFile } = await import('./parse-config-file.ts');
  return [...parseConfigFile(text, path).profiles.keys()];
}

function profileSettings(
  file: ConfigFile,
  profile: string | undefined,
  path: string,
): readonly FileSetting[] {
  if (profile === undefined) return [];
  const settings = file.profiles.get(profile);
  if (settings === undefined) throw noProfile(profile, path, [...file.profiles.keys()]);
  return settings;
}

/** The first value counts, from the environment down to the end of `settings`. */
function layered(env: Environment, settings: readonly FileSetting[]): Environment {
  const merged: { [name: string]: string | undefined } = { ...env };
  for (const { name, names, value } of settings) {
    if (names.every((each) => !merged[each])) merged[name] = value;
  }
  return merged;
}

/** Undefined when there is no file and none was named. */
async function readText(path: string, wasNamed: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (isMissing && !wasNamed) return undefined;
    throw new MonitorError(
      'CONFIG',
      `The configuration file ${path} ${isMissing ? 'does not exist' : "can't be read"}.`,
      'Check its path and rights: --config, ESM_CONFIG.',
      { cause },
    );
  }
}

async function othersRead(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false; // its modes say nothing of other users
  return ((await stat(path)).mode & 0o044) !== 0;
}

function noProfile(profile: string, path: string, there: readonly string[]): MonitorError {
  return new MonitorError(
    'CONFIG',
    `There is no profile "${profile}" in ${path}.`,
    there.length === 0 ? 'It has none: write them under profiles.' : `There are: ${there.join(', ')}.`,
  );
}
