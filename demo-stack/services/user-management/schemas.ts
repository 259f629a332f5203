const email = { type: 'string', format: 'email', maxLength: 254, example: 'ada@example.com' } as const;
const name = {
  type: 'string',
  format: 'plain-text',
  minLength: 1,
  maxLength: 100,
  example: 'Ada Lovelace',
} as const;

/** JSON schemas of what User Management takes; the OpenAPI page is made of them. */
export const registerSchema = {
  summary: 'Register a user',
  body: {
    type: 'object',
    required: ['email', 'password', 'name'],
    additionalProperties: false,
    properties: { email, password: { type: 'string', minLength: 10, maxLength: 200 }, name },
  },
} as const;

export const loginSchema = {
  summary: 'Log in',
  body: {
    type: 'object',
    required: ['email', 'password'],
    additionalProperties: false,
    properties: { email, password: { type: 'string', maxLength: 200 } },
  },
} as const;

export const userIdSchema = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', format: 'uuid' } },
} as const;

export const changeSchema = {
  summary: 'Change the name or the email of the user who is logged in',
  params: userIdSchema,
  body: { type: 'object', minProperties: 1, additionalProperties: false, properties: { email, name } },
} as const;
