import type { FastifyInstance } from 'fastify';
import type { Tracing } from '../../instrumentation/tracing.ts';
import type { Cache } from '../shared/cache.ts';
import { HttpError } from '../shared/http-error.ts';
import { apiPrefix } from '../shared/route.ts';
import type { Peers } from './peers.ts';
import { addTaskSchema, listTasksSchema, taskIdSchema } from './schemas.ts';
import type { TaskFilter, Tasks } from './tasks.ts';
import type { Work } from './work.ts';

export type TaskRouteParts = {
  readonly tasks: Tasks;
  readonly peers: Peers;
  readonly cache: Cache;
  readonly tracing: Tracing;
};

type ById = { readonly id: string };
const json = 'application/json; charset=utf-8';

/** Adds the routes of tasks. */
export function addTaskRoutes(web: FastifyInstance, { tasks, peers, cache, tracing }: TaskRouteParts): void {
  const path = `${apiPrefix}/tasks`;

  web.post<{ Body: Work & { readonly userId: string } }>(
    path,
    { schema: addTaskSchema },
    async ({ body: { userId, ...work } }, reply) => {
      if (!(await peers.hasUser(userId))) throw new HttpError(404, 'There is no such user.');
      const task = await tasks.add(userId, work, tracing.headers().traceparent);
      return reply.code(202).header('location', `${path}/${task.id}`).send(task);
    },
  );

  web.get<{ Querystring: TaskFilter }>(path, { schema: listTasksSchema }, async ({ query }, reply) => {
    const { userId = '', status = '', limit } = query;
    const list = await cache.read(`tasks:${userId}:${status}:${limit}`, () => tasks.list(query));
    return reply.type(json).send(list);
  });

  web.get<{ Params: ById }>(
    `${path}/:id`,
    { schema: { summary: 'Read a task', params: taskIdSchema } },
    async ({ params: { id } }, reply) => {
      const task = await cache.read(`task:${id}`, () => tasks.find(id));
      if (task === undefined) throw noTask();
      return reply.type(json).send(task);
    },
  );

  web.post<{ Params: ById }>(
    `${path}/:id/cancel`,
    { schema: { summary: 'Cancel a task that has not ended', params: taskIdSchema } },
    async ({ params: { id } }) => {
      const found = await tasks.cancel(id);
      if (found === undefined) throw noTask();
      if (!found.cancelled) throw new HttpError(409, `The task is ${found.task.status} already.`);
      await cache.forget(`task:${id}`);
      return found.task;
    },
  );
}

function noTask(): HttpError {
  return new HttpError(404, 'There is no such task.');
}
