import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { HttpError } from '../shared/http-error.ts';

export const sessionSeconds = 3_600;

/** Who is logged in, in Redis: under the hash of the token, so that a look into Redis gives no session away. */
export type Sessions = {
  /** Answers the token of a new session. @throws HttpError 503 without Redis. */
  open(userId: string): Promise<string>;
  /** The user whose token the request carries. @throws HttpError 401 without a session, 503 without Redis. */
  userOf(request: FastifyRequest): Promise<string>;
  /** Ends the request's session; nothing happens where there is none. @throws HttpError 503 without Redis. */
  close(request: FastifyRequest): Promise<void>;
};

export function createSessions(redis: Redis): Sessions {
  return {
    async open(userId) {
      const token = randomBytes(32).toString('base64url');
      await redis.set(keyOf(token), userId, 'EX', sessionSeconds).catch(noSessions);
      return token;
    },
    async userOf(request) {
      const token = tokenOf(request);
      const userId = token === undefined ? null : await redis.get(keyOf(token)).catch(noSessions);
      if (userId === null)
        throw new HttpError(401, 'Log in first, and send the token as "Authorization: Bearer …".', {
          headers: { 'www-authenticate': 'Bearer' },
        });
      return userId;
    },
    async close(request) {
      const token = tokenOf(request);
      if (token !== undefined) await redis.del(keyOf(token)).catch(noSessions);
    },
  };
}

function tokenOf(request: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{20,100})$/i.exec(request.headers.authorization ?? '')?.[1];
}

function keyOf(token: string): string {
  return `session:${createHash('sha256').update(token).digest('base64url')}`;
}

function noSessions(cause: unknown): never {
  throw new HttpError(503, 'Sessions are not available at the moment.', { cause });
}
