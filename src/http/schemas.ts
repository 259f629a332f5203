import { keptSeverities } from '../severity-counts.ts';

/** JSON schemas that several routes share: they check what comes in, and describe it at /openapi.json. */

const text = { type: 'string' } as const;
const nullableText = { type: 'string', nullable: true } as const;
const count = { type: 'integer' } as const;
const time = { type: 'string', description: 'ISO 8601, UTC, with milliseconds' } as const;
const nullableTime = { ...time, nullable: true } as const;

/** A name that a record gave its service, as Postgres can hold it. */
export const serviceName = { type: 'string', minLength: 1, maxLength: 300, format: 'plain-text' } as const;
export const limit = {
  type: 'integer',
  minimum: 1,
  default: 100,
  description: 'At most 1,000; more is taken as 1,000',
} as const;
export const maxLimit = 1_000;
export const level = { type: 'string', enum: keptSeverities } as const;
export const status = {
  type: 'string',
  enum: ['NEW', 'ONGOING', 'ESCALATING', 'RESOLVED', 'REGRESSED', 'MUTED'],
} as const;

/** Query parameters; one that is not known is refused, as it would be a typing error. */
export function parameters<Properties extends object>(properties: Properties) {
  return { type: 'object', additionalProperties: false, properties } as const;
}

/** An object all of whose fields are always there. */
export function always<Properties extends object>(properties: Properties) {
  return { type: 'object', required: Object.keys(properties), properties } as const;
}

const failure = always({ error: text, message: text, hint: text });

/** The answers of a route: what it gives, and what it says when it can't. */
export function answers(ok: object, description: string) {
  return {
    200: { description, ...ok },
    400: { description: 'A parameter or the body is wrong', ...failure },
    401: { description: 'The bearer token is missing or wrong', ...failure },
    503: { description: 'The store can not be reached just now', ...failure },
  };
}

export const errorList = always({
  errors: {
    type: 'array',
    items: always({
      timestamp: { ...time, description: 'When the service wrote it; ISO 8601, UTC' },
      level,
      service: text,
      message: text,
      logger: nullableText,
      host: nullableText,
      exception: { ...nullableText, description: 'The stack trace, else the type of the exception' },
      topic: text,
      partition: count,
      offset: count,
      incident: text,
    }),
  },
  count,
  truncated: {
    type: 'boolean',
    description: 'There was no room (8 MiB of texts) for all that was asked for: ask for one service',
  },
});

export const statistics = always({
  total_errors: count,
  errors_by_service: { type: 'object', additionalProperties: count },
  errors_by_level: { type: 'object', additionalProperties: count },
  last_error_time: nullableTime,
  uptime_seconds: count,
  records_processed: count,
});

export const serviceList = always({
  services: {
    type: 'array',
    items: always({ name: text, error_count: count, last_error: nullableTime }),
  },
});

export const incidentList = always({
  incidents: {
    type: 'array',
    items: always({
      id: text,
      status,
      level,
      service: text,
      title: text,
      count,
      first_seen: time,
      last_seen: time,
      fingerprint: text,
    }),
  },
  count,
});

const link = { type: 'string', enum: ['connecting', 'up', 'down', 'off'] } as const;
export const healthReport = always({
  status: { type: 'string', enum: ['healthy', 'degraded', 'unhealthy'] },
  kafka: link,
  postgres: link,
  redis: link,
  lag: count,
});
