import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { MonitorError } from '../errors.ts';
import type { StartAt } from '../kafka/start-offsets.ts';
import { durationMs, parseTime } from '../time/time-spec.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = { readonly [name: string]: string | undefined };

/** What a flag means: its environment names (the first one set counts) and its default, both shown by `--help`. */
type Setting = { readonly env: readonly string[]; readonly fallback: string };

export const defaultTopics = ['application-logs', 'application-logs-errors'] as const;

const settings = {
  brokers: { env: ['KAFKA_BROKERS', 'KAFKA_BOOTSTRAP_SERVERS'], fallback: 'localhost:9092' },
  topics: { env: ['ESM_TOPICS'], fallback: defaultTopics.join(',') },
  group: { env: ['ESM_GROUP'], fallback: 'log-monitor-group' },
  from: { env: ['ESM_FROM'], fallback: 'latest' },
  headless: { env: ['ESM_HEADLESS'], fallback: 'on when stdout is no terminal' },
  'session-timeout': { env: ['ESM_SESSION_TIMEOUT'], fallback: '10s' },
  'pool-size': { env: ['ESM_POOL_SIZE'], fallback: '20' },
  quiet: { env: ['ESM_QUIET'], fallback: 'off' },
  'stats-every': { env: ['ESM_STATS_EVERY'], fallback: 'never' },
  'redact-rules': { env: ['ESM_REDACT_RULES'], fallback: 'none' },
  'grouping-rules': { env: ['ESM_GROUPING_RULES'], fallback: 'none' },
} as const satisfies { readonly [flag: string]: Setting };

/** Options for yargs; a flag wins over the environment, which is why the defaults are only described here. */
export const kafkaOptions = {
  brokers: {
    type: 'string',
    requiresArg: true,
    ...described('brokers', 'Kafka brokers, host:port, comma-separated'),
  },
  topics: {
    type: 'string',
    array: true,
    nargs: 1,
    ...described('topics', 'Topics to read; repeated or comma-separated'),
  },
  group: { type: 'string', requiresArg: true, ...described('group', 'Consumer group') },
  from: {
    type: 'string',
    requiresArg: true,
    ...described(
      'from',
      'Where a group without a position starts: earliest, latest, an ISO time, or an age like 15m',
    ),
  },
  'session-timeout': {
    type: 'string',
    requiresArg: true,
    ...described('session-timeout', 'A member that is silent for so long loses its partitions to the others'),
  },
} as const;

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

export type KafkaConfig = {
  readonly brokers: readonly string[];
  readonly topics: readonly string[];
  /** The topics were named, not defaulted: each of them must exist. */
  readonly topicsNamed: boolean;
  readonly group: string;
  readonly from: StartAt;
  readonly sessionTimeoutMs: number;
};

export type StoreConfig = {
  /** Undefined: the built-in server, with its data in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly poolSize: number;
  /** Folder of the user's that the monitor may write to. */
  readonly dataDir: string;
};

/** @throws MonitorError `CONFIG` that names the flag, its value and what it takes. */
export function kafkaConfig(
  flags: {
    readonly brokers?: string | undefined;
    readonly topics?: readonly string[] | undefined;
    readonly group?: string | undefined;
    readonly from?: string | undefined;
    readonly sessionTimeout?: string | undefined;
  },
  env: Environment,
  now: number,
): KafkaConfig {
  const brokers = listOf(given('brokers', flags.brokers, env) ?? settings.brokers.fallback);
  const wrong = brokers.find((broker) => !/^(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/i.test(broker));
  if (brokers.length === 0 || wrong !== undefined) {
    throw invalid('brokers', wrong ?? '', 'host:port, several parted by commas');
  }
  const named = given('topics', flags.topics?.join(','), env);
  const topics = listOf(named ?? settings.topics.fallback);
  const strange = topics.find((topic) => !/^[\w.-]{1,249}$/.test(topic));
  if (topics.length === 0 || strange !== undefined) {
    throw invalid('topics', strange ?? '', 'names of letters, digits, dot, underscore and hyphen');
  }
  const group = given('group', flags.group, env) ?? settings.group.fallback;
  if (group.trim() === '') throw invalid('group', group, 'a name');
  return {
    brokers,
    topics,
    topicsNamed: named !== undefined,
    group,
    from: startAt(flags.from, env, now),
    sessionTimeoutMs: sessionTimeout(flags.sessionTimeout, env),
  };
}

/** @throws MonitorError `CONFIG` for a wrong pool size, or a `*_FILE` that can't be read. */
export function storeConfig(
  flags: { readonly poolSize?: number | undefined },
  env: Environment,
): StoreConfig {
  const poolSize =
    flags.poolSize ?? Number(given('pool-size', undefined, env) ?? settings['pool-size'].fallback);
  if (!Number.isInteger(poolSize) || poolSize < 1 || poolSize > 200) {
    throw invalid('pool-size', String(poolSize), 'a whole number from 1 to 200');
  }
  return {
    databaseUrl: secret('DATABASE_URL', env),
    redisUrl: secret('REDIS_URL', env),
    poolSize,
    dataDir: nonEmpty(env.ESM_DATA_DIR) ?? join(envPaths('esm-monitor', { suffix: '' }).data),
  };
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

function sessionTimeout(flag: string | undefined, env: Environment): number {
  const text = given('session-timeout', flag, env) ?? settings['session-timeout'].fallback;
  const ms = durationMs(text);
  if (ms === undefined || ms < 1_000 || ms > 300_000)
    throw invalid('session-timeout', text, 'a time from 1s to 5m');
  return ms;
}

function startAt(flag: string | undefined, env: Environment, now: number): StartAt {
  const text = given('from', flag, env) ?? settings.from.fallback;
  if (text === 'earliest' || text === 'latest') return text;
  const since = parseTime(text, now);
  if (since === undefined)
    throw invalid('from', text, 'earliest, latest, an ISO time, or an age such as 15m');
  return { since };
}

function described(flag: keyof typeof settings, text: string) {
  const { env, fallback } = settings[flag];
  return { describe: `${text} [${env.join(', ')}]`, defaultDescription: fallback } as const;
}

function given(flag: keyof typeof settings, value: string | undefined, env: Environment): string | undefined {
  return value ?? settings[flag].env.map((name) => nonEmpty(env[name])).find((found) => found !== undefined);
}

function switchOf(flag: keyof typeof settings, env: Environment): boolean | undefined {
  const text = given(flag, undefined, env)?.toLowerCase();
  if (text === undefined) return undefined;
  if (['1', 'true', 'yes', 'on'].includes(text)) return true;
  if (['0', 'false', 'no', 'off'].includes(text)) return false;
  throw invalid(flag, text, 'true or false');
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

function invalid(flag: keyof typeof settings, value: string, takes: string): MonitorError {
  return wrongFlag(flag, value, `${takes} (environment: ${settings[flag].env.join(', ')})`);
}

/** The error for a flag's value that can't be read. @param takes - What the flag takes, after "It takes". */
export function wrongFlag(flag: string, value: string, takes: string): MonitorError {
  return new MonitorError('CONFIG', `--${flag} can't be "${value}".`, `It takes ${takes}.`);
}

/** The parts of a comma-separated text, each once, without empty ones. */
export function listOf(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
