import { Redis } from 'ioredis';
import { servers } from './servers.ts';

/** Answers the URL of an empty Redis database for one test, on the run's server or another. */
export async function aRedis(redisUrl: string = servers().redisUrl): Promise<string> {
  const client = new Redis(redisUrl, { lazyConnect: true });
  await client.connect();
  try {
    const [, databases] = (await client.config('GET', 'databases')) as readonly string[];
    const uses = await client.incr('esm-monitor-tests:databases');
    // Database 0 holds the counter. A server of your own may have few: then they are used again, emptied.
    const database = 1 + (uses % (Number(databases ?? 16) - 1));
    await client.select(database);
    await client.flushdb();
    const url = new URL(redisUrl);
    url.pathname = `/${database}`;
    return url.href;
  } finally {
    client.disconnect();
  }
}
