import { Redis } from 'ioredis';

/**
 * Connects in the background; a command while Redis is away fails within half a second instead of waiting.
 *
 * @param onLink - Told, once for each change, why Redis can't be used, or `undefined` when it can be again.
 */
export async function openRedis(
  url: string,
  service: string,
  onLink: (failure: Error | undefined) => void,
): Promise<Redis> {
  const redis = new Redis(url, {
    connectionName: service,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    commandTimeout: 500,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(100 * 2 ** Math.min(attempt, 4), 1_000),
  });
  let isUp = true;
  redis.on('ready', () => {
    if (!isUp) onLink(undefined);
    isUp = true;
  });
  redis.on('error', (error: Error) => {
    if (isUp) onLink(error);
    isUp = false;
  });
  // The first requests find it ready; where it is away the service starts all the same.
  await new Promise<void>((resolve) => redis.once('ready', resolve).once('error', () => resolve()));
  return redis;
}
