const uuid = { type: 'string', format: 'uuid' } as const;

/** JSON schemas of what Notification takes; the OpenAPI page is made of them. */
export const sendSchema = {
  summary: 'Send a mail to a user',
  body: {
    type: 'object',
    required: ['userId', 'subject', 'text'],
    additionalProperties: false,
    properties: {
      userId: uuid,
      // One line: a line feed would begin another header of the mail.
      subject: {
        type: 'string',
        format: 'plain-text',
        pattern: '^[^\\r\\n]*$',
        minLength: 1,
        maxLength: 200,
      },
      text: { type: 'string', format: 'plain-text', minLength: 1, maxLength: 20_000 },
    },
  },
} as const;

export const listSchema = {
  summary: 'List notifications, newest first',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      userId: uuid,
      status: { type: 'string', enum: ['sent', 'failed'] },
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    },
  },
} as const;
