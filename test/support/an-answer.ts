/** A parsed answer of a service. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly [field: string]: unknown };
};

const api = '/api/v1/eventstreammonitor';

export type Asking = {
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
};

/** Makes a request to a path below the API's prefix. A body that is a text is sent as it is. */
export async function ask(base: string, method: string, path: string, options: Asking = {}): Promise<Answer> {
  const { body, headers } = options;
  const response = await fetch(`${base}${api}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

export const aPassword = 'correct horse battery';

/** Registers a user and answers the id and the token of a session. */
export async function aUser(
  base: string,
  email: string,
): Promise<{ readonly id: string; readonly token: string }> {
  const user = await ask(base, 'POST', '/users/register', {
    body: { email, password: aPassword, name: 'Ada' },
  });
  const session = await ask(base, 'POST', '/users/login', { body: { email, password: aPassword } });
  return { id: String(user.body.id), token: String(session.body.token) };
}
