import { isLoopback } from '../is-loopback.ts';
import type { Environment } from './settings.ts';

/** Settings of TLS in a `DATABASE_URL`: one of them, `sslmode=disable` too, says that its writer has thought of it. */
const tlsWords = ['sslmode', 'ssl', 'sslrootcert', 'sslcert'];

/** Addresses of the stores, as `StoreConfig` has them. */
export type StoreAddresses = {
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
};

/** What is wrong with a way to a store, and what to do about it; a sentence each. */
export type PlainLogin = { readonly what: string; readonly toDo: string };

/**
 * One for each store on another machine that is told a password without TLS.
 *
 * Kafka refuses that. These two only warn: a container's network is often as closed as one machine, and every other client
 * of theirs connects without a word.
 */
export function plainLogins(
  { databaseUrl, redisUrl }: StoreAddresses,
  env: Environment,
): readonly PlainLogin[] {
  const database = shownOf(databaseUrl);
  const redis = shownOf(redisUrl && (/^rediss?:/i.test(redisUrl) ? redisUrl : `redis://${redisUrl}`));
  const saysNothing =
    !env.PGSSLMODE && database !== undefined && !tlsWords.some((word) => database.url.searchParams.has(word));
  return [
    ...(saysNothing
      ? [
          {
            what: `Postgres at ${database.shown} is spoken to without TLS: who listens on the network reads along.`,
            toDo: 'Say sslmode=verify-full in DATABASE_URL, or sslmode=disable where that is meant.',
          },
        ]
      : []),
    ...(redis?.url.protocol === 'redis:'
      ? [
          {
            what: `The password of Redis at ${redis.shown} goes over the network in plain text.`,
            toDo: 'Use rediss:// in REDIS_URL, or a network that nobody else is in.',
          },
        ]
      : []),
  ];
}

/** Undefined for what is not called by a name on the network, or is told no password. */
function shownOf(text: string | undefined): { readonly url: URL; readonly shown: string } | undefined {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || url.hostname === '' || !(url.password || url.searchParams.has('password')))
    return undefined;
  return isLoopback(url.hostname.replace(/^\[(.*)\]$/, '$1')) ? undefined : { url, shown: url.host };
}
