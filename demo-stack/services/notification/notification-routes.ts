import type { FastifyInstance } from 'fastify';
import type { Tracing } from '../../instrumentation/tracing.ts';
import type { Cache } from '../shared/cache.ts';
import { callService } from '../shared/call-service.ts';
import { HttpError } from '../shared/http-error.ts';
import { apiPrefix } from '../shared/route.ts';
import type { NotificationFilter, Notifications } from './notifications.ts';
import { listSchema, sendSchema } from './schemas.ts';

export type NotificationRouteParts = {
  readonly notifications: Notifications;
  readonly cache: Cache;
  readonly tracing: Tracing;
  readonly userManagementUrl: string;
};

type Request = { readonly userId: string; readonly subject: string; readonly text: string };

/** Adds the routes of notifications. */
export function addNotificationRoutes(web: FastifyInstance, parts: NotificationRouteParts): void {
  const { notifications, cache, tracing, userManagementUrl } = parts;
  const path = `${apiPrefix}/notifications`;

  web.post<{ Body: Request }>(path, { schema: sendSchema }, async ({ body }, reply) => {
    const email = await emailOf(body.userId);
    if (email === undefined) throw new HttpError(404, 'There is no such user.');
    const sending = await notifications.send({ ...body, email });
    if (sending?.failure !== undefined)
      throw new HttpError(502, `Mail not sent: ${sending.notification.error}`, { cause: sending.failure });
    return reply.code(201).send(sending?.notification);
  });

  web.get<{ Querystring: NotificationFilter }>(path, { schema: listSchema }, async ({ query }, reply) => {
    const { userId = '', status = '', limit } = query;
    const list = await cache.read(`notifications:${userId}:${status}:${limit}`, () =>
      notifications.list(query),
    );
    return reply.type('application/json; charset=utf-8').send(list);
  });

  async function emailOf(userId: string): Promise<string | undefined> {
    const url = `${userManagementUrl}${apiPrefix}/users/${userId}`;
    const user = await callService(tracing, { name: 'user-management', url });
    return typeof user === 'object' && user !== null && 'email' in user ? String(user.email) : undefined;
  }
}
