import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MonitorError } from '../errors.ts';

/** Hears of a failure that is ours: a sentence for the person at the monitor. */
export type OnFailure = (text: string) => void;

const retryAfterSeconds = 5;

/** Makes every failure an answer of the form `{ error, message, hint }`. */
export function answerErrors(app: FastifyInstance, onFailure: OnFailure): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    return answer(
      reply,
      404,
      `There is no ${request.method} ${path}.`,
      'GET /openapi.json lists what there is.',
    );
  });
  app.setErrorHandler<FastifyError | MonitorError>((error, request, reply) =>
    answerError(error, request, reply, onFailure),
  );
}

/** The answer to one failure; also for those that come before any route, such as a path that can't be decoded. */
export function answerError(
  error: FastifyError | MonitorError,
  request: FastifyRequest,
  reply: FastifyReply,
  onFailure: OnFailure,
): FastifyReply {
  if (error instanceof MonitorError) {
    // Storing waits for the server all the same; the one who asks is told to come back.
    reply.header('retry-after', String(retryAfterSeconds));
    return answer(reply, 503, error.message, error.hint);
  }
  const status = error.statusCode ?? 500;
  if (status === 503) return answer(reply, 503, 'The answer took too long.', 'Ask for less, or again later.');
  if (status >= 400 && status < 500)
    return answer(reply, status, complaint(error), hints[status] ?? hints[400]);
  onFailure(`HTTP: ${request.method} ${request.routeOptions.url ?? '?'} failed: ${error.message}`);
  return answer(
    reply,
    500,
    'The request could not be carried out.',
    'The monitor shows the reason; please report it.',
  );
}

const hints: { readonly [status: number]: string } & { readonly 400: string } = {
  400: 'GET /openapi.json says what each route takes.',
  413: 'A body has at most 64 KiB.',
  415: 'Send JSON with the header "Content-Type: application/json".',
};

function complaint(error: FastifyError): string {
  const [first] = error.validation ?? [];
  const unknown = first?.params.additionalProperty;
  if (unknown !== undefined) return `There is no parameter "${String(unknown)}".`;
  return error.message;
}

function answer(reply: FastifyReply, status: number, message: string, hint: string): FastifyReply {
  reply.code(status).type('application/json; charset=utf-8');
  return reply.send({ error: STATUS_CODES[status] ?? 'Error', message, hint });
}
