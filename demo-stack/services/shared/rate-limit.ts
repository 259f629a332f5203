import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { HttpError } from './http-error.ts';

const windowSeconds = 60;

/**
 * A Fastify hook that lets each client address make `limit` requests a minute on the routes that share `name`.
 *
 * Counted in Redis, so that all instances count together. Without Redis nobody is turned away.
 * @throws HttpError 429 with `Retry-After`, from the hook.
 */
export function limitRate(redis: Redis, name: string, limit: number) {
  return async (request: FastifyRequest): Promise<void> => {
    const window = Math.floor(Date.now() / 1_000 / windowSeconds);
    const key = `rate:${name}:${request.ip}:${window}`;
    const results = await redis
      .multi()
      .incr(key)
      .expire(key, windowSeconds)
      .exec()
      .catch(() => null);
    const uses = Number(results?.[0]?.[1] ?? 0);
    if (uses <= limit) return;
    const waitSeconds = (window + 1) * windowSeconds - Math.floor(Date.now() / 1_000);
    throw new HttpError(429, `Too many requests; ${limit} a minute are allowed.`, {
      headers: { 'retry-after': String(waitSeconds) },
    });
  };
}
