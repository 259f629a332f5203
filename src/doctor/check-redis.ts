import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis } from '../redis/connect.ts';
import { type Finding, ok } from './finding.ts';

const timeoutMs = 3_000;
const noAnswer = 'no answer. Check REDIS_URL.';

/** Redis is a projection: without it everything works, so nothing of it is a failure. */
export async function checkRedis(url: string | undefined): Promise<Finding> {
  if (url === undefined) {
    return {
      check: 'Redis',
      verdict: 'off',
      detail: 'not configured: totals are in Postgres alone',
      hint: null,
    };
  }
  const ready = Promise.withResolvers<string | null>();
  const connection = await connectRedis(url, 'esm-monitor doctor', (_state, detail) => ready.resolve(detail));
  const giveUp = new AbortController();
  try {
    const late = sleep(timeoutMs, noAnswer, { signal: giveUp.signal }).catch(() => noAnswer);
    const failure = await Promise.race([ready.promise, late]);
    if (failure !== null) return away(failure);
    const info = await connection.client.info();
    const [version, memory] = ['redis_version', 'used_memory_human'].map((name) => fieldOf(info, name));
    return ok('Redis', `${connection.address}, version ${version}, ${memory} used`);
  } catch (error) {
    return away(connection.explain(error));
  } finally {
    giveUp.abort();
    connection.close();
  }
}

/** What went wrong says already what to do. */
function away(detail: string): Finding {
  return { check: 'Redis', verdict: 'warn', detail, hint: null };
}

function fieldOf(info: string, name: string): string {
  return new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? 'unknown';
}
