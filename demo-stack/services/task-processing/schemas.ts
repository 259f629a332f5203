import type { TaskStatus } from './tasks.ts';
import type { Work } from './work.ts';

const uuid = { type: 'string', format: 'uuid' } as const;
const statuses: readonly TaskStatus[] = ['queued', 'running', 'done', 'failed', 'timed-out', 'cancelled'];

/** One alternative of the body: the kind, and the one input it takes. */
function alternative(kind: Work['kind'], field: string, fieldSchema: object) {
  return {
    type: 'object',
    required: ['userId', 'kind', 'input'],
    additionalProperties: false,
    properties: {
      userId: uuid,
      kind: { const: kind },
      input: {
        type: 'object',
        required: [field],
        additionalProperties: false,
        properties: { [field]: fieldSchema },
      },
    },
  } as const;
}

const text = (maxLength: number) => ({ type: 'string', format: 'plain-text', minLength: 1, maxLength });

/** JSON schemas of what Task Processing takes; the OpenAPI page is made of them. */
export const addTaskSchema = {
  summary: 'Add a task; it is carried out in the background',
  body: {
    type: 'object',
    required: ['kind'],
    discriminator: { propertyName: 'kind' },
    oneOf: [
      alternative('checksum', 'text', text(10_000)),
      alternative('import', 'document', text(50_000)),
      alternative('report', 'subject', text(200)),
      alternative('wait', 'milliseconds', { type: 'integer', minimum: 0, maximum: 60_000 }),
    ],
  },
} as const;

export const listTasksSchema = {
  summary: 'List tasks, newest first',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      userId: uuid,
      status: { type: 'string', enum: statuses },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    },
  },
} as const;

export const taskIdSchema = { type: 'object', required: ['id'], properties: { id: uuid } } as const;
