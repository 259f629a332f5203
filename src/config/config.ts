import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { MonitorError } from '../errors.ts';
import { withOwnCa } from '../redis/own-ca.ts';
import { durationMs } from '../time/time-spec.ts';
import { type PlainLogin, plainLogins } from './plain-logins.ts';
import { switchIn } from './switch.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = { readonly [name: string]: string | undefined };

/** What a flag means: its environment names (the first one set counts) and its default, both shown by `--help`. */
export type Setting = { readonly env: readonly string[]; readonly fallback: string };

const { described, given, switchOf, invalid, fallback } = settingsOf({
  headless: { env: ['ESM_HEADLESS'], fallback: 'on when stdout is no terminal' },
  'pool-size': { env: ['ESM_POOL_SIZE'], fallback: '20' },
  quiet: { env: ['ESM_QUIET'], fallback: 'off' },
  'stats-every': { env: ['ESM_STATS_EVERY'], fallback: 'never' },
});

export const databaseOptions = {
  'pool-size': {
    type: 'number',
    requiresArg: true,
    ...described('pool-size', 'Connections to Postgres at most (address: DATABASE_URL)'),
  },
} as const;

export const outputOptions = {
  headless: { type: 'boolean', ...described('headless', 'Print JSON lines instead of the screen') },
  quiet: { type: 'boolean', ...described('quiet', 'Headless: store, but print no errors') },
  'stats-every': {
    type: 'string',
    requiresArg: true,
    ...described('stats-every', 'Headless: print a stats line this often, for example 10s'),
  },
} as const;

export type StoreConfig = {
  /** Undefined: the built-in server, with its data in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** With the CA of REDIS_TLS_CA as its `sslrootcert`. */
  readonly redisUrl: string | undefined;
  readonly poolSize: number;
  /** Stores on other machines that get a password without TLS. */
  readonly plainLogins: readonly PlainLogin[];
  /** Folder of the user's that the monitor may write to. */
  readonly dataDir: string;
};

/** @throws MonitorError `CONFIG` for a wrong pool size, or a `*_FILE` that can't be read. */
export function storeConfig(
  flags: { readonly poolSize?: number | undefined },
  env: Environment,
): StoreConfig {
  const poolSize = flags.poolSize ?? Number(given('pool-size', undefined, env) ?? fallback('pool-size'));
  if (!Number.isInteger(poolSize) || poolSize < 1 || poolSize > 200) {
    throw invalid('pool-size', String(poolSize), 'a whole number from 1 to 200');
  }
  const addresses = { databaseUrl: secret('DATABASE_URL', env), redisUrl: redisUrl(env) };
  return {
    ...addresses,
    poolSize,
    plainLogins: plainLogins(addresses, env),
    dataDir: nonEmpty(env.ESM_DATA_DIR) ?? join(envPaths('esm-monitor', { suffix: '' }).data),
  };
}

function redisUrl(env: Environment): string | undefined {
  const url = secret('REDIS_URL', env);
  return url !== undefined && env.REDIS_TLS_CA ? withOwnCa(url, env.REDIS_TLS_CA) : url;
}

export type OutputConfig = {
  readonly headless: boolean;
  /** Headless, without a line for each error. */
  readonly quiet: boolean;
  readonly statsEveryMs: number | undefined;
};

export function outputConfig(
  flags: {
    readonly headless?: boolean | undefined;
    readonly quiet?: boolean | undefined;
    readonly statsEvery?: string | undefined;
  },
  env: Environment,
  isTerminal: boolean,
): OutputConfig {
  const headless = flags.headless ?? switchOf('headless', env) ?? !isTerminal;
  const quiet = flags.quiet ?? switchOf('quiet', env) ?? false;
  const every = given('stats-every', flags.statsEvery, env);
  const statsEveryMs = every === undefined ? undefined : durationMs(every);
  if (every !== undefined && (statsEveryMs === undefined || statsEveryMs < 100)) {
    throw invalid('stats-every', every, 'a time such as 10s or 1m');
  }
  return { headless, quiet, statsEveryMs };
}

/** Reads settings: a flag wins over the environment, which is why yargs only describes their defaults. */
export function settingsOf<Flag extends string>(settings: { readonly [flag in Flag]: Setting }) {
  function given(flag: Flag, value: string | undefined, env: Environment): string | undefined {
    return (
      value ?? settings[flag].env.map((name) => nonEmpty(env[name])).find((found) => found !== undefined)
    );
  }

  function switchOf(flag: Flag, env: Environment): boolean | undefined {
    return settings[flag].env.map((name) => switchIn(env, name)).find((found) => found !== undefined);
  }

  function invalid(flag: Flag, value: string, takes: string): MonitorError {
    return wrongFlag(flag, value, `${takes} (environment: ${settings[flag].env.join(', ')})`);
  }

  /** What `--help` says of a flag. */
  function described(flag: Flag, text: string) {
    const { env, fallback } = settings[flag];
    return { describe: `${text} [${env.join(', ')}]`, defaultDescription: fallback } as const;
  }

  return { given, switchOf, invalid, described, fallback: (flag: Flag) => settings[flag].fallback };
}

/** Secrets come from the environment or from a file that it names, never from a flag: others can read flags. */
export function secret(name: string, env: Environment): string | undefined {
  const value = nonEmpty(env[name]);
  const file = nonEmpty(env[`${name}_FILE`]);
  if (value !== undefined || file === undefined) return value;
  try {
    return nonEmpty(readFileSync(file, 'utf8').trim());
  } catch (cause) {
    throw new MonitorError(
      'CONFIG',
      `${name}_FILE names ${file}, which can't be read.`,
      'Check its path and rights.',
      {
        cause,
      },
    );
  }
}

/** The error for a flag's value that can't be read. @param takes - What the flag takes, after "It takes". */
export function wrongFlag(flag: string, value: string, takes: string): MonitorError {
  // yargs has made a number of it, and what was typed is gone.
  const is = value === 'NaN' ? 'is no number' : `can't be "${value}"`;
  return new MonitorError('CONFIG', `--${flag} ${is}.`, `It takes ${takes}.`);
}

/** The parts of a comma-separated text, each once, without empty ones. */
export function listOf(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
