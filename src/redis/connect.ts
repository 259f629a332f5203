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
  client.on('ready', () => onLink('up', null));
  client.on('error', (error: Error) => onLink('down', explain(error)));
  return { client, address, explain, close: () => client.disconnect() };

  function explain(failure: unknown): string {
    const reason = messageOf(failure);
    const fault = tls && tlsFault(reason, trusted, 'REDIS_TLS_CA');
    return fault === undefined
      ? `Redis at ${address} can't be used: ${reason}. Check REDIS_URL; totals stay exact in Postgres meanwhile.`
      : `Redis at ${address} ${fault.what}. ${fault.toDo} Totals stay exact in Postgres meanwhile.`;
  }
}
