import { always } from './schemas.ts';

/** Bodies and answers of Grafana's simple JSON data source. Grafana sends more fields than these; they are let by. */

const instant = { type: 'string', format: 'date-time', maxLength: 40 } as const;
const range = always({ from: instant, to: instant });
const plain = { type: 'string', maxLength: 400, format: 'plain-text' } as const;

export const searchBody = { type: 'object', properties: { target: plain } } as const;

export const queryBody = {
  type: 'object',
  required: ['range', 'targets'],
  properties: {
    range,
    intervalMs: { type: 'number', minimum: 0, default: 0 },
    maxDataPoints: { type: 'integer', minimum: 1, default: 1_000 },
    targets: {
      type: 'array',
      maxItems: 50,
      items: { type: 'object', properties: { target: plain, hide: { type: 'boolean' } } },
    },
  },
} as const;

export const annotationBody = {
  type: 'object',
  required: ['range', 'annotation'],
  properties: {
    range,
    annotation: {
      type: 'object',
      required: ['name'],
      properties: { name: plain, query: { ...plain, nullable: true } },
    },
  },
} as const;

export const names = { type: 'array', items: { type: 'string' } } as const;

export const seriesList = {
  type: 'array',
  items: always({
    target: { type: 'string' },
    datapoints: {
      type: 'array',
      items: {
        type: 'array',
        description: 'Value, then ms since the epoch',
        items: { type: 'number' },
        minItems: 2,
        maxItems: 2,
      },
    },
  }),
} as const;

export const annotationList = {
  type: 'array',
  items: always({
    annotation: { type: 'object', additionalProperties: true, description: 'As it was asked for' },
    time: { type: 'integer', description: 'ms since the epoch' },
    title: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
    text: { type: 'string' },
  }),
} as const;
