import { withOwnCa } from '../redis/own-ca.ts';
import { dataFolder } from './folders.ts';
import { type PlainLogin, plainLogins } from './plain-logins.ts';
import { type Environment, secret, settingsOf } from './settings.ts';

const { described, given, invalid, fallback } = settingsOf({
  'pool-size': { env: ['ESM_POOL_SIZE'], fallback: '20' },
});

/** The flags of the store: its addresses may hold secrets, so they come from the environment alone. */
export const databaseOptions = {
  'pool-size': {
    type: 'number',
    requiresArg: true,
    ...described('pool-size', 'Connections to Postgres at most (address: DATABASE_URL)'),
  },
} as const;

/** Where Postgres and Redis are. */
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
    dataDir: dataFolder(env),
  };
}

function redisUrl(env: Environment): string | undefined {
  const url = secret('REDIS_URL', env);
  return url !== undefined && env.REDIS_TLS_CA ? withOwnCa(url, env.REDIS_TLS_CA) : url;
}
