import type { Redis } from 'ioredis';
import { messageOf } from '../errors.ts';
import type { Link } from '../health.ts';
import { tlsFault } from '../tls/tls-fault.ts';
import { readRedisAddress } from './server-address.ts';

/** A connection that mends itself until it is closed. */
export type RedisConnection = {
  readonly client: Redis;
  /** Host and port, without user or password. */
  readonly address: string;
  /** Why a command failed, in one sentence. */
  explain(failure: unknown): string;
  close(): void;
};

/**
 * Connects in the background and for good: what happens to the connection is told to `onLink`.
 *
 * A `rediss://` address is verified TLS (`readRedisAddress`). The driver is loaded here: who has no Redis starts sooner.
 * Nothing waits for Redis: no offline queue, answers within 500 ms or not at all, one retry.
 *
 * @throws MonitorError `CONFIG` for a wrong address.
 */
export async function connectRedis(
  url: string,
  name: string,
  onLink: (state: Link['state'], detail: string | null) => void,
): Promise<RedisConnection> {
  const { url: driverUrl, tls, trusted, shown: address } = readRedisAddress(url);
  const { Redis } = await import('ioredis');
  const client = new Redis(driverUrl, {
    ...(tls !== undefined && { tls }),
    connectionName: name,
    enableOfflineQueue: false,
    commandTimeout: 500,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(100 * 2 ** Math.min(attempt, 4), 1_000),
  });
  /** Why the connection broke last: a command that finds none says only that. */
  let broken: Error | undefined;
  client.on('ready', () => {
    broken = undefined;
    onLink('up', null);
  });
  client.on('error', (error: Error) => {
    broken = error;
    onLink('down', explain(error));
  });
  return { client, address, explain, close: () => client.disconnect() };

  function explain(failure: unknown): string {
    const reason = reasonOf(failure, broken);
    const fault = tls && tlsFault(reason, trusted, 'REDIS_TLS_CA');
    return fault === undefined
      ? `Redis at ${address} can't be used: ${reason}. Check REDIS_URL; totals stay exact in Postgres meanwhile.`
      : `Redis at ${address} ${fault.what}. ${fault.toDo} Totals stay exact in Postgres meanwhile.`;
  }
}

/** What the driver says of a command that it could not send, or gave up. */
const notConnected = /^(?:Stream isn't writeable|Connection is closed|Reached the max retries)/;

function reasonOf(failure: unknown, broken: Error | undefined): string {
  const said = messageOf(failure);
  if (said === 'Command timed out') return 'it gave no answer in time';
  if (!notConnected.test(said)) return said;
  return broken === undefined ? 'it is not connected' : messageOf(broken);
}
