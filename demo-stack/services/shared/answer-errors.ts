import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../../instrumentation/create-logger.ts';
import type { Tracing } from '../../instrumentation/tracing.ts';
import { HttpError } from './http-error.ts';
import { routeOf } from './route.ts';
import { complaintOf } from './validation.ts';

/**
 * Answers failures as JSON: `error`, `message`, for a 400 the `field`, for a 5xx the `traceId` to look up.
 *
 * What the service is to blame for is logged as an ERROR with its stack; the client learns nothing of its inside.
 */
export function answerErrors(web: FastifyInstance, log: Logger, tracing: Tracing): void {
  web.setNotFoundHandler((request, reply) => {
    reply.code(404).send({ error: 'Not Found', message: `There is no ${request.method} ${request.url}` });
  });
  web.setErrorHandler<FastifyError | HttpError>((error, request, reply) => {
    const statusCode = error.statusCode ?? (isUnreachable(error) ? 503 : 500);
    if (statusCode >= 500) return answerFailure(error, statusCode, request, reply);
    if (error instanceof HttpError) reply.headers(error.headers);
    const [first] = 'validation' in error ? (error.validation ?? []) : [];
    const complaint =
      first && complaintOf(first, ('validationContext' in error && error.validationContext) || 'body');
    return reply.code(statusCode).send({ error: nameOf(statusCode), message: error.message, ...complaint });
  });

  function answerFailure(
    error: Error,
    statusCode: number,
    request: FastifyRequest,
    reply: FastifyReply,
  ): FastifyReply {
    log.error(error, `${request.method} ${routeOf(request)} failed: ${error.message}`);
    return reply.code(statusCode).send({
      error: nameOf(statusCode),
      message: error instanceof HttpError ? error.message : 'The request could not be carried out.',
      traceId: tracing.current()?.traceId,
    });
  }
}

/** Failures of PostgreSQL that pass: no connection, or one that was ended, or too slow an answer. */
function isUnreachable(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(?:08|53|55|57)/.test(code) ||
    /^E[A-Z]+$/.test(code) ||
    /timeout|Connection terminated/i.test(error.message)
  );
}

const names: { readonly [statusCode: number]: string } = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

function nameOf(statusCode: number): string {
  return names[statusCode] ?? (statusCode >= 500 ? 'Internal Server Error' : 'Bad Request');
}
