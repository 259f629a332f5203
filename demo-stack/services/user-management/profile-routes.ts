import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Cache } from '../shared/cache.ts';
import { HttpError } from '../shared/http-error.ts';
import { apiPrefix } from '../shared/route.ts';
import { changeSchema, userIdSchema } from './schemas.ts';
import type { Sessions } from './sessions.ts';
import type { Users } from './users.ts';

export type ProfileParts = { readonly users: Users; readonly sessions: Sessions; readonly cache: Cache };
type ById = { readonly id: string };

/** Adds reading a profile, which the other services do too, and changing and deleting one's own. */
export function addProfileRoutes(web: FastifyInstance, { users, sessions, cache }: ProfileParts): void {
  const path = `${apiPrefix}/users/:id`;

  web.get<{ Params: ById }>(
    path,
    { schema: { summary: 'Read a user', params: userIdSchema } },
    async ({ params: { id } }, reply) => {
      const user = await cache.read(`user:${id}`, () => users.find(id));
      if (user === undefined) throw noUser();
      return reply.type('application/json; charset=utf-8').send(user);
    },
  );

  web.put<{ Params: ById; Body: { readonly email?: string; readonly name?: string } }>(
    path,
    { schema: changeSchema },
    async (request) => {
      const { id } = request.params;
      await mustBe(id, request);
      const user = await users.change(id, request.body);
      await cache.forget(`user:${id}`);
      if (user === undefined) throw noUser();
      return user;
    },
  );

  web.delete<{ Params: ById }>(
    path,
    { schema: { summary: 'Delete the user who is logged in', params: userIdSchema } },
    async (request, reply) => {
      const { id } = request.params;
      await mustBe(id, request);
      const wasThere = await users.remove(id);
      await cache.forget(`user:${id}`);
      if (!wasThere) throw noUser();
      await sessions.close(request);
      return reply.code(204).send();
    },
  );

  async function mustBe(id: string, request: FastifyRequest): Promise<void> {
    if ((await sessions.userOf(request)) !== id.toLowerCase())
      throw new HttpError(403, 'Only the user may do this.');
  }
}

function noUser(): HttpError {
  return new HttpError(404, 'There is no such user.');
}
