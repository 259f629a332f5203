import type { FastifyRequest } from 'fastify';

/** Where the routes of all services begin. */
export const apiPrefix = '/api/v1/eventstreammonitor';

/** The request's route as log lines name it: without what all routes begin with, and without anybody's id. */
export function routeOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url?.replace(apiPrefix, '') ?? 'unknown route';
}
