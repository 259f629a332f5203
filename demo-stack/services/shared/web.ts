import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { type FastifyInstance, fastify } from 'fastify';
import type { Logger } from '../../instrumentation/create-logger.ts';
import { traceRequests } from '../../instrumentation/trace-requests.ts';
import type { Tracing } from '../../instrumentation/tracing.ts';
import { answerErrors } from './answer-errors.ts';
import { routeOf } from './route.ts';
import { addValidation } from './validation.ts';

/**
 * A Fastify server with what all services have: traces, a log line for each request, validation, answers to failures,
 * and the OpenAPI page at `/docs` (its JSON at `/docs/json`).
 */
export async function createWeb(
  service: { readonly name: string; readonly version: string; readonly description: string },
  log: Logger,
  tracing: Tracing,
): Promise<FastifyInstance> {
  const web = fastify({ bodyLimit: 64 * 1024, routerOptions: { maxParamLength: 100 } });
  const traceOf = traceRequests(web, tracing);
  addValidation(web);
  answerErrors(web, log, tracing);
  web.addHook('onResponse', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    const took = `${Math.round(reply.elapsedTime)} ms`;
    tracing.within(traceOf(request), () =>
      log.info(`${request.method} ${routeOf(request)} ${reply.statusCode} in ${took}`),
    );
  });
  await web.register(swagger, {
    openapi: { info: { title: service.name, description: service.description, version: service.version } },
  });
  await web.register(swaggerUi, { routePrefix: '/docs' });
  return web;
}
