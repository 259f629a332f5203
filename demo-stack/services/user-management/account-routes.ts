import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from '../../instrumentation/create-logger.ts';
import type { Tracing } from '../../instrumentation/tracing.ts';
import { HttpError } from '../shared/http-error.ts';
import { apiPrefix } from '../shared/route.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { loginSchema, registerSchema } from './schemas.ts';
import { type Sessions, sessionSeconds } from './sessions.ts';
import type { Users } from './users.ts';

export type AccountParts = {
  readonly users: Users;
  readonly sessions: Sessions;
  /** Hook that limits how often one client may try passwords. */
  readonly limit: (request: FastifyRequest) => Promise<void>;
  readonly log: Logger;
  readonly tracing: Tracing;
  /** Where registrations are published. */
  readonly topic: string;
};

type Credentials = { readonly email: string; readonly password: string };

/** Adds registration, login and logout. */
export function addAccountRoutes(web: FastifyInstance, parts: AccountParts): void {
  const { users, sessions, limit, log, tracing, topic } = parts;
  const prefix = `${apiPrefix}/users`;

  web.post<{ Body: Credentials & { readonly name: string } }>(
    `${prefix}/register`,
    { schema: registerSchema, onRequest: limit },
    async ({ body: { email, password, name } }, reply) => {
      const passwordHash = await hashPassword(password);
      const { traceparent } = tracing.headers();
      const user = await users.register({ email, name, passwordHash }, { topic, traceparent });
      log.info(`Registered user ${user.id}`);
      return reply.code(201).header('location', `${prefix}/${user.id}`).send(user);
    },
  );

  web.post<{ Body: Credentials }>(
    `${prefix}/login`,
    { schema: loginSchema, onRequest: limit },
    async ({ body: { email, password } }) => {
      const known = await users.credentials(email);
      if (!(await isPassword(password, known?.passwordHash)) || known === undefined) {
        log.warn('A login failed: unknown email or wrong password');
        throw new HttpError(401, 'Email or password is wrong.');
      }
      return { token: await sessions.open(known.id), userId: known.id, expiresInSeconds: sessionSeconds };
    },
  );

  web.post(`${prefix}/logout`, { schema: { summary: 'Log out' } }, async (request, reply) => {
    await sessions.userOf(request);
    await sessions.close(request);
    return reply.code(204).send();
  });
}
