import type { FastifyInstance } from 'fastify';
import { iso } from '../output/json-lines.ts';
import type { LogError } from '../types.ts';
import type { HttpStore } from './http-store.ts';
import { always, answers, errorList, limit, maxLimit, parameters, serviceName } from './schemas.ts';

/** Of the texts in an answer: a thousand long stacks would be 80 MB. */
const answerBytes = 8 * 1024 * 1024;

type Limited = { readonly limit: number };

/** `GET /api/v1/logs/errors` and `/errors/:service`: stored errors, the newest first. */
export function addErrorRoutes(app: FastifyInstance, store: () => HttpStore): void {
  const list = async (services: readonly string[], wanted: number) => {
    const limit = Math.min(wanted, maxLimit);
    const { errors, truncated } = await store().errors({ services, limit, maxBytes: answerBytes });
    return { errors: errors.map(toAnswer), count: errors.length, truncated };
  };

  app.get<{ Querystring: Limited & { readonly service?: string } }>(
    '/api/v1/logs/errors',
    {
      schema: {
        summary: 'Stored errors, the newest first',
        querystring: parameters({ limit, service: serviceName }),
        response: answers(errorList, 'Errors'),
      },
    },
    ({ query }) => list(query.service === undefined ? [] : [query.service], query.limit),
  );

  app.get<{ Querystring: Limited; Params: { readonly service: string } }>(
    '/api/v1/logs/errors/:service',
    {
      schema: {
        summary: 'Stored errors of one service, the newest first',
        params: always({ service: serviceName }),
        querystring: parameters({ limit }),
        response: answers(errorList, 'Errors; none for a service that is not known'),
      },
    },
    ({ params, query }) => list([params.service], query.limit),
  );
}

function toAnswer(error: LogError) {
  const { severity, service, message, logger, host, topic, partition, offset, incident } = error;
  return {
    timestamp: iso(error.time),
    level: severity,
    service,
    message,
    logger,
    host,
    exception: error.stack ?? error.exceptionType,
    topic,
    partition,
    offset: Number(offset), // exact below 2^53, which no partition reaches
    incident,
  };
}
